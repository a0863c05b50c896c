/** Scripts of provisioners: what runs beside a creation or a destroy. */
import type { HclResource } from '../../source/plan-and-configuration.ts';
import { type JsonObject, listAt, objectAt, stringAt } from '../plan-json.ts';
import { child } from '../values.ts';

export interface ProvisionerScripts {
  readonly atCreate: readonly string[];
  readonly atDestroy: readonly string[];
  /** The plan's own configuration does not say when a provisioner runs; null: nor what it runs. */
  readonly atEither: readonly (string | null)[];
}

/**
 * Scripts of one block. Terraform runs none where the block is gone.
 * @param block from HCL; `unknown` where it could not be read
 * @param planned scripts of the same block in the plan's configuration
 */
export function provisionerScripts(
  block: HclResource | 'unknown' | null,
  planned: readonly (string | null)[],
): ProvisionerScripts {
  if (block === 'unknown') return { atCreate: [], atDestroy: [], atEither: planned };
  const provisioners = block?.provisioners ?? [];
  const scripts = (when: 'create' | 'destroy'): readonly string[] =>
    provisioners.flatMap((each) => (each.when === when && each.command !== null ? [each.command] : []));
  return { atCreate: scripts('create'), atDestroy: scripts('destroy'), atEither: [] };
}

/** By address without keys: the scripts in the plan's configuration; null for one that is put together from values. */
export function plannedScripts(module: JsonObject, prefix = ''): ReadonlyMap<string, readonly (string | null)[]> {
  const found = new Map<string, readonly (string | null)[]>();
  for (const resource of listAt(module, 'resources')) {
    const provisioners = listAt(resource, 'provisioners');
    if (provisioners.length > 0)
      found.set(`${prefix}${stringAt(resource, 'address') ?? ''}`, provisioners.map(scriptOf));
  }
  for (const [name, call] of Object.entries(objectAt(module, 'module_calls')))
    for (const entry of plannedScripts(objectAt(call, 'module'), `${prefix}module.${name}.`)) found.set(...entry);
  return found;
}

function scriptOf(provisioner: JsonObject): string | null {
  const expressions = objectAt(provisioner, 'expressions');
  const values = ['command', 'inline', 'script', 'scripts'].map((name) => child(expressions[name], 'constant_value'));
  const lines = values.flat().filter((line) => typeof line === 'string');
  return lines.length > 0 ? lines.join('\n') : null;
}
