/** Changes made by hand, as a plan in JSON describes them, with the built-in catalog. */
import { toCatalog } from '../../src/model/catalog.ts';
import { type Change, toChange } from '../../src/model/change.ts';
import { toJsonChange } from '../../src/model/document/json-change.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);

type Values = Readonly<Record<string, unknown>> | null;

/** An update, creation or delete by which of the sides is there. */
export function changeOf(
  type: string,
  sides: { readonly before: Values; readonly after: Values; readonly unknown?: unknown; readonly sensitive?: unknown },
): Change {
  const { before, after, unknown = {}, sensitive = {} } = sides;
  const entry = {
    address: `${type}.x`,
    mode: 'managed',
    type,
    name: 'x',
    provider_name: `registry.terraform.io/hashicorp/${type.split('_', 1)[0]}`,
    change: {
      actions: [before === null ? 'create' : after === null ? 'delete' : 'update'],
      before,
      after,
      after_unknown: unknown,
      before_sensitive: sensitive,
      after_sensitive: sensitive,
    },
  };
  return toChange(toJsonChange(entry), { catalog });
}
