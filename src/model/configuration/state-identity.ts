/** Compares the identity of states, and names them for messages. */
import type { Configuration, SavedPlan } from '../../source/plan-and-configuration.ts';
import type { CurrentBackend, RootModule } from '../../source/root-module.ts';
import { isObject } from '../../text/is-object.ts';

/** Returns one phrase for each difference; empty if a plan for `planned` may be applied `here`. */
export function backendDifferences(planned: CurrentBackend, here: CurrentBackend): readonly string[] {
  return [
    ...(sameBackend(planned, here)
      ? []
      : [`it was made for ${backendText(planned)}, and this directory is initialised for ${backendText(here)}`]),
    ...(planned.workspace === here.workspace
      ? []
      : [`it was made in workspace \`${planned.workspace}\`, and the current workspace is \`${here.workspace}\``]),
  ];
}

/** Returns a backend as text, e.g. `backend "s3" (bucket=acme-state, key=prod/terraform.tfstate)`. */
export function backendText({ kind, config }: Pick<CurrentBackend, 'kind' | 'config'>): string {
  const settings = Object.entries(isObject(config) ? config : {})
    .filter(([, value]) => value !== null)
    .sort(byName)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : canonical(value)}`);
  return `backend "${kind}"${settings.length > 0 ? ` (${settings.join(', ')})` : ''}`;
}

/**
 * Returns a text that identifies a state by the public settings of its backend and its workspace. A local state also
 * needs its lineage, since many have the same path. Undefined if unknown, e.g. for a plan in JSON whose directory is
 * not initialized.
 */
export function stateName(from: {
  readonly saved: SavedPlan | null;
  readonly configuration: Configuration | null;
  readonly rootModule: RootModule | null;
}): string | undefined {
  const initialised = from.configuration?.initialised ?? null;
  const backend =
    from.saved?.backend ?? (initialised && { ...initialised, workspace: from.rootModule?.workspace ?? '' });
  if (!backend || backend.workspace === '') return undefined;
  const name = `${backendText(backend)}, workspace ${backend.workspace}`;
  if (backend.kind !== 'local') return name;
  const lineage = from.saved?.lineage ?? null;
  return lineage === null ? undefined : `${name}, lineage ${lineage}`;
}

function sameBackend(one: CurrentBackend, other: CurrentBackend): boolean {
  return one.kind === other.kind && canonical(one.config) === canonical(other.config);
}

/** Sorts keys; null, empty and absent values are equal. */
function canonical(value: unknown): string {
  return JSON.stringify(withoutEmpty(value)) ?? '{}';
}

function withoutEmpty(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isObject(value)) return value ?? {};
  const kept = Object.entries(value)
    .filter(([, item]) => item !== null && item !== '' && !(Array.isArray(item) && item.length === 0))
    .sort(byName);
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutEmpty(item)]));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
