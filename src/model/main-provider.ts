/** The provider that a root module is mostly about. */
import type { Change } from './change.ts';

/** Providers of helpers, which store nothing and have no backend of their own. */
const helpers = new Set([
  'archive',
  'external',
  'http',
  'local',
  'null',
  'random',
  'template',
  'terraform',
  'time',
  'tls',
]);

/** Returns the short name of the provider with most objects, helpers only if there is no other; empty without objects. */
export function mainProvider(changes: readonly Change[]): string {
  const counts = new Map<string, number>();
  for (const { provider } of changes) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  const [most] = [...counts].sort(
    ([a, many], [b, few]) =>
      Number(helpers.has(a)) - Number(helpers.has(b)) || few - many || (a < b ? -1 : a > b ? 1 : 0),
  );
  return most?.[0] ?? '';
}
