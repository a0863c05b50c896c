/** Scripts that provisioners run when a resource is created or destroyed. */
import type { HclResource } from '../../source/plan-and-configuration.ts';
import { type JsonObject, listAt, objectAt, stringAt } from '../plan-json.ts';
import { child } from '../values.ts';

/** Scripts of provisioners by the time at which they run. */
export interface ProvisionerScripts {
  readonly atCreate: readonly string[];
  readonly atDestroy: readonly string[];
  /** Scripts that run at creation or destroy: plan JSON does not tell which. null: the script is unknown as well. */
  readonly atEither: readonly (string | null)[];
}

/**
 * Returns the scripts of one block. Terraform runs none if the block was removed from the configuration.
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

/** Returns the scripts in the plan's configuration by address without keys; null for a script that is not constant. */
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
