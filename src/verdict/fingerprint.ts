/** The plan's fingerprint: everything that is judged of it, without times, order and secrets. */
import { createHash } from 'node:crypto';
import {
  type ActionInvocation,
  type JsonChange,
  type JsonObject,
  type OutputChange,
  objectAt,
  type PlanDocument,
  type StateResource,
} from '../model/plan-json.ts';
import { child, keysOfAny, sameValue } from '../model/values.ts';
import { identifierText } from '../secrecy/plan-identifiers.ts';
import { secretsInClear, secretsNotInClear } from '../secrecy/public-secrets.ts';
import { writtenSecrets } from '../secrecy/written-secrets.ts';
import type { SavedPlan } from '../source/plan-and-configuration.ts';
import { type CanonicalForm, canonicalForm } from './canonical.ts';

/** What a fingerprint covers. Those of another scheme say nothing about this one, even of the same plan. */
export const fingerprintScheme = 'firebreak.fingerprint/2';

/**
 * SHA-256 (hex) over every part of the plan that a fact or a policy reads, in canonical order. Times and versions are
 * left out: they do not change what the plan does. Nothing can be guessed about a secret from it, and `redact` keeps it.
 * @param saved adds what the JSON leaves out: which commands run when an object is destroyed
 */
export function fingerprintOf(document: PlanDocument, saved: Pick<SavedPlan, 'configuration'> | null = null): string {
  const texts = secretsNotInClear(document);
  const form = canonicalForm(texts);
  const ofConfiguration = canonicalForm(new Set([...texts, ...writtenButNotNamed(document)]));
  const changes = document.resourceChanges ?? [];
  const lines = [
    line('scheme', fingerprintScheme),
    line('plan', document.complete, document.errored, document.applyable),
    line('mode', document.resourceChanges === null, document.plannedResources === 0),
    line(
      'configuration',
      ofConfiguration.ofValue(document.raw.configuration, { root_module: sensitiveDefaults(document.configuration) }),
    ),
    ...destroyCommands(saved, ofConfiguration),
    ...variables(document, form),
    ...changes.map((change) => changeLine('change', change, form)),
    ...document.deferredChanges.map((change) => changeLine('deferred', change, form)),
    ...document.resourceDrift.map((change) => changeLine('drift', change, form)),
    ...document.relevant.map((address) => line('relevant', address)),
    ...document.outputChanges.map((output) => outputLine(output, form)),
    ...document.actionInvocations.map((action) => actionLine(action, form)),
    ...document.checks.map(({ address, status }) => line('check', address, status)),
    ...states(document, form),
  ].sort();
  const hash = createHash('sha256');
  for (const each of lines) hash.update(each).update('\n');
  return hash.digest('hex');
}

function line(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

function changeLine(kind: 'change' | 'deferred' | 'drift', change: JsonChange, form: CanonicalForm): string {
  const { address, deposed, previousAddress, mode, type, provider, actions, reason, importing, replacePaths } = change;
  const paths = replacePaths.map((path) => JSON.stringify(path)).sort();
  const head = [address, deposed, previousAddress, mode, type, provider, actions, reason, importing, paths];
  return line(kind, ...head, form.ofSides(change));
}

function outputLine(output: OutputChange, form: CanonicalForm): string {
  return line('output', output.name, output.actions, form.ofSides(output));
}

function actionLine(action: ActionInvocation, form: CanonicalForm): string {
  const { address, type, provider, trigger, event, deferred, config, configSensitive } = action;
  return line('action', address, type, provider, trigger, event, deferred, form.ofValue(config, configSensitive));
}

/** What the state holds of an object that is changed is nearly always what the change has before it. */
function states({ resourceChanges, priorState }: PlanDocument, form: CanonicalForm): readonly string[] {
  const changes = new Map((resourceChanges ?? []).map((change) => [nameOf(change), change]));
  return priorState.map((resource) => {
    const { address, deposed, mode, type, provider, values, sensitive, dependsOn } = resource;
    const change = changes.get(nameOf(resource));
    const masks = [sensitive, change?.beforeSensitive, change?.afterSensitive];
    const shown = sameInClear(change?.before, values, masks) ? 'as in its change' : form.ofValue(values, sensitive);
    return line('state', address, deposed, mode, type, provider, dependsOn.toSorted(), shown);
  });
}

/** A mask of the defaults of sensitive variables, which the configuration holds in clear. */
function sensitiveDefaults(module: JsonObject): JsonObject {
  const [declared, calls] = [objectAt(module, 'variables'), objectAt(module, 'module_calls')];
  const maskOf = (name: string): JsonObject => ({ default: objectAt(declared, name).sensitive === true });
  const inner = (name: string): JsonObject => ({ module: sensitiveDefaults(objectAt(calls, name, 'module')) });
  return {
    variables: Object.fromEntries(Object.keys(declared).map((name) => [name, maskOf(name)])),
    module_calls: Object.fromEntries(Object.keys(calls).map((name) => [name, inner(name)])),
  };
}

function nameOf({ address, deposed }: Pick<StateResource, 'address' | 'deposed'>): string {
  return JSON.stringify([address, deposed]);
}

/** Whether two values are the same wherever no mask covers them: the masks of a state and of a change may differ. */
function sameInClear(a: unknown, b: unknown, masks: readonly unknown[]): boolean {
  if (masks.includes(true) || sameValue(a, b)) return true;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return false;
  const keys = keysOfAny([a, b]);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.every((key) => {
      const inner = masks.map((mask) => child(mask, key));
      return sameInClear(child(a, key), child(b, key), inner);
    })
  );
}

/** The secrets that `redact` replaces, without those that also occur in names or unmarked elsewhere. */
function writtenButNotNamed(document: PlanDocument): readonly string[] {
  const written = writtenSecrets(document);
  if (written.length === 0) return written;
  const names = identifierText(document.raw);
  const open = new Set(secretsInClear(document));
  return written.filter((text) => !open.has(text) && !names.includes(text));
}

function variables({ variables: given, configuration }: PlanDocument, form: CanonicalForm): readonly string[] {
  const declared = objectAt(configuration, 'variables');
  return keysOfAny([given]).map((name) => {
    const isSensitive = objectAt(declared, name).sensitive === true;
    return line('variable', name, form.ofValue(given[name], isSensitive));
  });
}

/** The JSON lists provisioners, but does not say when they run. */
function destroyCommands(saved: Pick<SavedPlan, 'configuration'> | null, form: CanonicalForm): readonly string[] {
  return (saved?.configuration?.modules ?? []).flatMap(({ address, resources }) =>
    resources.flatMap(({ type, name, provisioners }) =>
      provisioners
        .filter(({ when }) => when === 'destroy')
        .map((provisioner) =>
          line('on destroy', address, type, name, provisioner.type, form.ofValue(provisioner.command)),
        ),
    ),
  );
}
