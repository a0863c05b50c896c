/** Changes made by hand, as a plan in JSON describes them, with the built-in catalog. */
import { toCatalog } from '../../src/model/catalog.ts';
import { type Change, toChange } from '../../src/model/change.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);

type Values = Readonly<Record<string, unknown>> | null;

/** An update, creation or delete by which of the sides is there. */
export function changeOf(
  type: string,
  sides: { readonly before: Values; readonly after: Values; readonly unknown?: unknown; readonly sensitive?: unknown },
): Change {
  const { before, after, unknown = {}, sensitive = {} } = sides;
  return toChange(
    {
      address: `${type}.x`,
      previousAddress: null,
      deposed: null,
      mode: 'managed',
      type,
      name: 'x',
      provider: `registry.terraform.io/hashicorp/${type.split('_', 1)[0]}`,
      actions: [before === null ? 'create' : after === null ? 'delete' : 'update'],
      reason: null,
      before: before as never,
      after: after as never,
      afterUnknown: unknown as never,
      beforeSensitive: sensitive as never,
      afterSensitive: sensitive as never,
      replacePaths: [],
      importing: false,
      importId: undefined as never,
    },
    { catalog },
  );
}
