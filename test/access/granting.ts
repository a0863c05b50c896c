/** Plans in few words, and what they add by the name of the fact. */
import { readGrants } from '../../src/access/added-grants.ts';
import type { GrantKind } from '../../src/access/grants.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { toPlan } from '../../src/model/plan.ts';
import { PlanIndex } from '../../src/model/plan-index.ts';
import { type JsonObject, toPlanDocument } from '../../src/model/plan-json.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { collectSecrets, sensitiveMark } from '../../src/secrecy/secrets.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);

/** What gives control, as the catalog lists it. */
export const { privileges, ports } = catalog.tables;

export const facts = {
  adminGrants: ['admin'],
  escalations: ['escalation'],
  trustOpened: ['trust'],
  publicGrants: ['public', 'public-guard'],
  ownerGrants: ['owner'],
  authoritativeBindings: ['authoritative'],
  membersDropped: ['dropped'],
  keysCreated: ['key'],
  worldOpenings: ['opening'],
  guardsRemoved: ['network-guard'],
  denialsRemoved: ['policy-guard'],
  lockouts: ['lockout', 'account-root'],
} as const satisfies Readonly<Record<string, readonly GrantKind[]>>;

export interface Found {
  readonly address: string;
  readonly fact: string;
  readonly texts: readonly string[];
  readonly unknown: string | null;
}

/** Everything that a plan adds, or that is in doubt, in the order of its changes. */
export function found(json: JsonObject): readonly Found[] {
  const document = toPlanDocument(json);
  const secrets = collectSecrets(document);
  const plan = toPlan(document, catalog);
  const grants = readGrants({
    index: new PlanIndex(plan),
    mask: (text) => (secrets.isIn(text) ? sensitiveMark : text),
  });
  return plan.changes
    .filter((change) => change.mode === 'managed' && change.action !== 'no-op')
    .flatMap((change) =>
      Object.entries(facts).map(([fact, kinds]) => {
        const { known, unknown } = grants.read(change, kinds);
        return { address: change.address, fact, texts: known, unknown };
      }),
    )
    .filter(({ texts, unknown }) => texts.length > 0 || unknown !== null);
}

/** `address fact: texts`, without what is in doubt. */
export function added(plan: JsonObject): readonly string[] {
  return found(plan).flatMap(({ address, fact, texts }) =>
    texts.length > 0 ? [`${address} ${fact}: ${texts.join('; ')}`] : [],
  );
}

/** `address fact: what decides`. */
export function doubted(plan: JsonObject): readonly string[] {
  return found(plan).flatMap(({ address, fact, unknown }) =>
    unknown === null ? [] : [`${address} ${fact}: ${unknown}`],
  );
}

export interface Values {
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly unknown?: unknown;
  readonly sensitive?: unknown;
}

/** One entry of `resource_changes`; the action follows from what is there before and after. */
export function entry(
  address: string,
  { before, after, unknown, sensitive }: Values,
  actions?: readonly string[],
): JsonObject {
  const parts = address.split('.');
  const type = parts.at(-2) ?? '';
  const isData = parts.at(-3) === 'data';
  const verbs = before && after ? ['update'] : before ? ['delete'] : isData ? ['read'] : ['create'];
  return {
    address,
    type,
    name: parts.at(-1),
    mode: isData ? 'data' : 'managed',
    provider_name: `registry.terraform.io/hashicorp/${type.split('_')[0]}`,
    change: {
      actions: actions ?? verbs,
      before: before ?? null,
      after: after ?? null,
      after_unknown: unknown ?? {},
      after_sensitive: sensitive ?? {},
    },
  };
}

export function planOf(...entries: readonly JsonObject[]): JsonObject {
  return { format_version: '1.2', resource_changes: entries };
}

/** With blocks of the root module: address → expressions. */
export function configured(plan: JsonObject, blocks: Readonly<Record<string, JsonObject>>): JsonObject {
  const resources = Object.entries(blocks).map(([address, expressions]) => ({
    address,
    mode: address.startsWith('data.') ? 'data' : 'managed',
    type: address.split('.').at(-2),
    name: address.split('.').at(-1),
    expressions,
  }));
  return { ...plan, configuration: { root_module: { resources } } };
}

export function policy(...statements: readonly JsonObject[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
  more: JsonObject = {},
): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}
