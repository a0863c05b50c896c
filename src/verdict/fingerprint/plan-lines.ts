/** What a plan does, one line for each part that is judged. */

import { plannedScripts } from '../../model/configuration/provisioner-scripts.ts';
import {
  type ActionInvocation,
  type JsonChange,
  type JsonObject,
  type OutputChange,
  objectAt,
  type PlanDocument,
  type StateResource,
} from '../../model/plan-json.ts';
import { child, containsTrue, keysOfAny, sameValue } from '../../model/values.ts';
import { identifierText } from '../../secrecy/plan-identifiers.ts';
import { secretsInClear, secretsNotInClear } from '../../secrecy/public-secrets.ts';
import { writtenSecrets } from '../../secrecy/written-secrets.ts';
import type { SavedPlan } from '../../source/plan-and-configuration.ts';
import { type CanonicalForm, canonicalForm } from './canonical.ts';
import type { Hidden } from './hidden-facts.ts';

/** One part of a plan as JSON: its kind, and what identifies and describes it. */
export type Line = string;

/** Returns a line at once, since a plan may have half a million. */
export function line(...parts: readonly unknown[]): Line {
  return JSON.stringify(parts);
}

/** Returns the lines of a plan, and the subjects of which they leave something out. */
export function planLines(
  document: PlanDocument,
  saved: Pick<SavedPlan, 'configuration'> | null,
): { readonly lines: readonly Line[]; readonly hidden: Hidden } {
  let hides = false;
  const form = canonicalForm(secretsNotInClear(document), () => {
    hides = true;
  });
  const ofConfiguration = canonicalForm(configurationSecrets(document));
  const hidden = { resources: new Set<string>(), actions: new Set<string>(), outputs: new Set<string>() };
  const noted = (kind: keyof Hidden, name: string, write: () => Line): Line => {
    hides = false;
    const written = write();
    if (hides) hidden[kind].add(name);
    return written;
  };
  const ofChanges = (kind: 'change' | 'deferred' | 'drift', changes: readonly JsonChange[]): readonly Line[] =>
    changes.map((each) => noted('resources', each.address, () => changeLine(kind, each, form)));
  const lines = [
    line('plan', document.complete, document.errored, document.applyable),
    line('mode', document.resourceChanges === null, document.plannedResources === 0),
    line(
      'configuration',
      ofConfiguration.ofValue(document.raw.configuration, { root_module: sensitiveDefaults(document.configuration) }),
    ),
    ...destroyCommands(saved, ofConfiguration),
    ...variables(document, form),
    ...ofChanges('change', document.resourceChanges ?? []),
    ...ofChanges('deferred', document.deferredChanges),
    ...ofChanges('drift', document.resourceDrift),
    ...document.relevant.map((address) => line('relevant', address)),
    ...document.outputChanges.map((each) => noted('outputs', each.name, () => outputLine(each, form))),
    ...document.actionInvocations.map((each) => noted('actions', each.address, () => actionLine(each, form))),
    ...document.checks.map(({ address, status }) => line('check', address, status)),
    ...states(document, form, (address, write) => noted('resources', address, write)),
  ];
  for (const { address, sensitive } of document.priorState) if (containsTrue(sensitive)) hidden.resources.add(address);
  // A command may hold the text of a secret, and is then hidden in the configuration.
  for (const config of plannedScripts(document.configuration).keys()) hidden.resources.add(config);
  return { lines, hidden };
}

/** Returns the secrets of the plan and those that are written in its configuration. */
export function configurationSecrets(document: PlanDocument): ReadonlySet<string> {
  return new Set([...secretsNotInClear(document), ...writtenButNotNamed(document)]);
}

function changeLine(kind: 'change' | 'deferred' | 'drift', change: JsonChange, form: CanonicalForm): Line {
  const { address, deposed, previousAddress, mode, type, provider, actions, reason, importing, replacePaths } = change;
  const paths = replacePaths.map((path) => JSON.stringify(path)).sort();
  const head = [address, deposed, previousAddress, mode, type, provider, actions, reason, importing, paths];
  return line(kind, ...head, form.ofSides(change));
}

function outputLine(output: OutputChange, form: CanonicalForm): Line {
  return line('output', output.name, output.actions, form.ofSides(output));
}

function actionLine(action: ActionInvocation, form: CanonicalForm): Line {
  const { address, type, provider, trigger, event, deferred, config, configSensitive } = action;
  return line('action', address, type, provider, trigger, event, deferred, form.ofValue(config, configSensitive));
}

/** What the state holds of an object that is changed is nearly always what the change has before it. */
function states(
  { resourceChanges, priorState }: PlanDocument,
  form: CanonicalForm,
  noted: (address: string, write: () => Line) => Line,
): readonly Line[] {
  const changes = new Map((resourceChanges ?? []).map((change) => [nameOf(change), change]));
  return priorState.map((resource) =>
    noted(resource.address, () => {
      const { address, deposed, mode, type, provider, dependsOn } = resource;
      const shown = isAsIn(changes.get(nameOf(resource)), resource)
        ? 'as in its change'
        : form.ofValue(resource.values, resource.sensitive);
      return line('state', address, deposed, mode, type, provider, dependsOn.toSorted(), shown);
    }),
  );
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
  return deposed === null ? address : JSON.stringify([address, deposed]);
}

/** Whether the object before the change has the values of the state. */
function isAsIn(change: JsonChange | undefined, resource: StateResource): boolean {
  if (change?.lazyBefore === resource.lazyValues) return true;
  const masks = [resource.sensitive, change?.beforeSensitive, change?.afterSensitive];
  return sameInClear(change?.before, resource.values, masks);
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

function variables({ variables: given, configuration }: PlanDocument, form: CanonicalForm): readonly Line[] {
  const declared = objectAt(configuration, 'variables');
  return keysOfAny([given]).map((name) => {
    const isSensitive = objectAt(declared, name).sensitive === true;
    return line('variable', name, form.ofValue(given[name], isSensitive));
  });
}

/** The JSON lists provisioners, but does not say when they run. */
function destroyCommands(saved: Pick<SavedPlan, 'configuration'> | null, form: CanonicalForm): readonly Line[] {
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
