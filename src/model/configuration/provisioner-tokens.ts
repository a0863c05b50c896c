/** Words of what a plan would run beside its changes: destroy-time provisioners and action invocations. */
import type { HclResource } from '../../source/plan-and-configuration.ts';
import { isObject } from '../../text/is-object.ts';
import { type JsonObject, listAt, objectAt, stringAt } from '../plan-json.ts';
import { child } from '../values.ts';

/** Lower-case words of letters and digits, each once: `aws s3 rb --force` ⇒ `aws`, `s3`, `rb`, `force`. */
export function wordsIn(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? [])];
}

/**
 * Words of the commands that run when the object is destroyed. Terraform runs none where the block is gone.
 * @param block from HCL; `unknown` where it could not be read
 * @param hasProvisioner whether the plan's own configuration lists one, which does not say when it runs
 * @returns null where it is not known
 */
export function destroyCommandTokens(
  block: HclResource | 'unknown' | null,
  hasProvisioner: boolean,
): readonly string[] | null {
  if (block === 'unknown') return hasProvisioner ? null : [];
  const commands = (block?.provisioners ?? []).filter((provisioner) => provisioner.when === 'destroy');
  return wordsIn(commands.map((provisioner) => provisioner.command ?? '').join('\n'));
}

/** Addresses without keys of the blocks that have provisioners, in the plan's configuration. */
export function blocksWithProvisioners(module: JsonObject, prefix = ''): ReadonlySet<string> {
  const found = new Set<string>();
  for (const resource of listAt(module, 'resources')) {
    if (listAt(resource, 'provisioners').length > 0) found.add(`${prefix}${stringAt(resource, 'address') ?? ''}`);
  }
  for (const [name, call] of Object.entries(objectAt(module, 'module_calls'))) {
    for (const address of blocksWithProvisioners(objectAt(call, 'module'), `${prefix}module.${name}.`))
      found.add(address);
  }
  return found;
}

/** Words of an action's type and of the texts in its configuration; sensitive parts are left out. */
export function actionTokens(type: string, config: unknown, sensitive: unknown): readonly string[] {
  return wordsIn([type, ...textsIn(config, sensitive)].join(' '));
}

function textsIn(value: unknown, mask: unknown): readonly string[] {
  if (mask === true) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item, i) => textsIn(item, child(mask, i)));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => textsIn(item, child(mask, key))) : [];
}
