/** A plan without its secrets that is judged as before: masks, shapes and what equals what stay as they are. */
import { type JsonObject, objectAt, type PlanDocument, toPlanDocument } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import type { CatalogSource } from '../source/catalog.ts';
import { isObject } from '../text/is-object.ts';
import { neverSecretValues } from './never-secret.ts';
import { Placeholders } from './placeholders.ts';
import { identifierText } from './plan-identifiers.ts';
import { secretName, secretsInClear, secretsNotInClear } from './public-secrets.ts';
import { Redaction } from './redact-text.ts';
import { redactAnywhere, redactPlaces, redactSensitive } from './redact-tree.ts';
import { everyScalar, markedScalars, type Secrets, secretTexts } from './secrets.ts';

/** Shorter ones that no mask covers are words that stand anywhere. */
const longEnough = 12;

/** The same plan in which each secret, wherever it stands, is a placeholder: the same one for the same secret. */
export function redact(json: JsonObject, catalog: CatalogSource): JsonObject {
  const document = toPlanDocument(json);
  const isPublic = neverSecretValues(catalog.providers);
  const structure = identifierText(json);
  const marked = secretTexts(document);
  const stays = new Set([
    ...markedScalars(document)
      .filter(([key, scalar]) => isPublic(key, scalar))
      .map(([, scalar]) => String(scalar)),
    ...secretsInClear(document),
  ]);
  const { beside, clear } = unmarkedLeaves(document, secretsNotInClear(document));
  const all = [...marked, ...beside].filter((text) => !stays.has(text) && !structure.includes(text));
  const hidden = new Set(all);
  const raw = JSON.stringify(json);
  const shared = {
    isPublic,
    isClear: (text: string) => clear.has(text),
    placeholders: new Placeholders((text) => raw.includes(text)),
  };
  const ofValues = new Redaction({ ...shared, hidden });
  const written = writtenSecrets(document).filter((text) => !structure.includes(text) && !stays.has(text));
  const ofConfiguration = new Redaction({ ...shared, hidden: new Set([...hidden, ...written]) });
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      if (key === 'variables') return [key, redactVariables(document, ofValues)];
      return [key, redactPlaces(value, key === 'configuration' ? ofConfiguration : ofValues)];
    }),
  );
}

/** Only the configuration says which of them are sensitive. */
function redactVariables(document: PlanDocument, redaction: Redaction): JsonObject {
  const declared = objectAt(document.configuration, 'variables');
  return Object.fromEntries(
    Object.entries(document.variables).map(([name, variable]) => [
      name,
      objectAt(declared, name).sensitive === true
        ? { ...objectAt(variable), value: redactSensitive(child(variable, 'value'), redaction) }
        : redactAnywhere(variable, redaction),
    ]),
  );
}

/** Shorter ones are words that stand anywhere. */
const telling = 8;

/**
 * How many marked values still stand in a redacted plan, as keys of maps or parts of names, where a placeholder would
 * change what is judged. A plan with any must not be called redacted.
 */
export function secretsLeft(json: JsonObject, redacted: JsonObject, catalog: CatalogSource): number {
  const document = toPlanDocument(json);
  const isPublic = neverSecretValues(catalog.providers);
  const open = new Set([
    ...markedScalars(document)
      .filter(([key, scalar]) => isPublic(key, scalar))
      .map(([, scalar]) => String(scalar)),
    ...secretsInClear(document),
  ]);
  const structure = identifierText(json);
  const written = JSON.stringify(redacted);
  const stands = (text: string): boolean =>
    structure.includes(text) && written.includes(JSON.stringify(text).slice(1, -1));
  return [...secretTexts(document)].filter((text) => text.length >= telling && !open.has(text) && stands(text)).length;
}

/**
 * Texts of changes that no mask covers. `beside`: what a secret takes the place of, or is replaced by; the fingerprint
 * counts that as secret too. `clear`: what enters the fingerprint as it is.
 */
function unmarkedLeaves(
  document: PlanDocument,
  secrets: Secrets,
): { readonly beside: readonly string[]; readonly clear: ReadonlySet<string> } {
  const beside = new Set<string>();
  const clear = new Set<string>();
  const visit = (before: unknown, after: unknown, masks: readonly unknown[]): void => {
    if (masks.includes(true)) return;
    const sides = [before, after];
    const keys = new Set(sides.flatMap((side) => (typeof side === 'object' && side !== null ? Object.keys(side) : [])));
    for (const key of keys) {
      visit(
        child(before, key),
        child(after, key),
        masks.map((mask) => child(mask, key)),
      );
    }
    const texts = sides.filter((side) => typeof side === 'string');
    const isSecret = texts.some(secrets.isIn);
    for (const text of texts) if (!isSecret) clear.add(text);
    if (isSecret) for (const text of texts) if (text.length >= longEnough && !secrets.isIn(text)) beside.add(text);
  };
  for (const each of [
    ...(document.resourceChanges ?? []),
    ...document.deferredChanges,
    ...document.outputChanges,
    ...document.resourceDrift,
  ]) {
    visit(each.before, each.after, [each.beforeSensitive, each.afterSensitive]);
  }
  return { beside: [...beside].filter((text) => !clear.has(text)), clear };
}

/** Secrets written in the configuration: constants under a telling name, and what goes into a sensitive variable. */
function writtenSecrets(document: PlanDocument): readonly string[] {
  const found: string[] = [];
  const add = (value: unknown): void => {
    for (const [, scalar] of everyScalar(value, '')) if (String(scalar).length >= 3) found.push(String(scalar));
  };
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, key);
    if (!isObject(value)) return;
    if (secretName.test(key) && 'constant_value' in value) add(value.constant_value);
    for (const [name, item] of Object.entries(value)) visit(item, name);
  };
  visit(document.raw.configuration, '');
  for (const module of modulesIn(document.configuration)) {
    for (const declared of Object.values(objectAt(module, 'variables'))) {
      if (isObject(declared) && declared.sensitive === true) add(declared.default);
    }
    for (const call of Object.values(objectAt(module, 'module_calls'))) {
      for (const [name, declared] of Object.entries(objectAt(call, 'module', 'variables'))) {
        if (isObject(declared) && declared.sensitive === true) add(objectAt(call, 'expressions', name).constant_value);
      }
    }
  }
  return found;
}

function* modulesIn(module: JsonObject): Generator<JsonObject> {
  yield module;
  for (const call of Object.values(objectAt(module, 'module_calls'))) yield* modulesIn(objectAt(call, 'module'));
}
