/** Redacts a plan so that it still gets the same verdict: masks, shapes and equality of values are kept. */

import { type JsonObject, objectAt, type PlanDocument, toPlanDocument } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import type { CatalogSource } from '../source/catalog.ts';
import { minDistinctLength, minEmbeddedLength } from './limits.ts';
import { neverSecretValues } from './never-secret.ts';
import { Placeholders } from './placeholders.ts';
import { identifierText } from './plan-identifiers.ts';
import { secretsInClear, secretsNotInClear } from './public-secrets.ts';
import { Redaction } from './redact-text.ts';
import { redactSensitive, redactTree, redactUnmasked } from './redact-tree.ts';
import { markedScalars, type Secrets, secretTexts, toSecrets } from './secrets.ts';
import { writtenSecrets } from './written-secrets.ts';

/**
 * Returns a copy of the plan JSON in which each secret is replaced by a placeholder, the same one for the same
 * secret.
 * @throws InputError if the JSON is not a Terraform plan
 */
export function redact(json: JsonObject, catalog: CatalogSource): JsonObject {
  const document = toPlanDocument(json);
  const isPublic = neverSecretValues(catalog.providers);
  const identifiers = identifierText(json);
  const marked = secretTexts(document);
  const stays = new Set([
    ...markedScalars(document)
      .filter(([key, scalar]) => isPublic(key, scalar))
      .map(([, scalar]) => String(scalar)),
    ...secretsInClear(document),
  ]);
  const { counterparts, clear } = unmarkedLeaves(document, toSecrets(secretsNotInClear(document)));
  const all = [...marked, ...counterparts].filter((text) => !stays.has(text) && !identifiers.includes(text));
  const hidden = new Set(all);
  const raw = JSON.stringify(json);
  const shared = {
    isPublic,
    isClear: (text: string) => clear.has(text),
    placeholders: new Placeholders((text) => raw.includes(text)),
  };
  const ofValues = new Redaction({ ...shared, hidden });
  const written = writtenSecrets(document).filter((text) => !identifiers.includes(text) && !stays.has(text));
  const ofConfiguration = new Redaction({ ...shared, hidden: new Set([...hidden, ...written]) });
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      if (key === 'variables') return [key, redactVariables(document, ofValues)];
      return [key, redactTree(value, key === 'configuration' ? ofConfiguration : ofValues)];
    }),
  );
}

/** Only the configuration says which variables are sensitive. */
function redactVariables(document: PlanDocument, redaction: Redaction): JsonObject {
  const declared = objectAt(document.configuration, 'variables');
  return Object.fromEntries(
    Object.entries(document.variables).map(([name, variable]) => [
      name,
      objectAt(declared, name).sensitive === true
        ? { ...objectAt(variable), value: redactSensitive(child(variable, 'value'), redaction) }
        : redactUnmasked(variable, redaction),
    ]),
  );
}

/**
 * Returns how many sensitive values are still in a redacted plan as map keys or parts of identifiers, where a
 * placeholder would change the verdict. A plan with any of them must not be called redacted.
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
  const identifiers = identifierText(json);
  const written = JSON.stringify(redacted);
  const isLeft = (text: string): boolean =>
    identifiers.includes(text) && written.includes(JSON.stringify(text).slice(1, -1));
  return [...secretTexts(document)].filter(
    (text) => text.length >= minDistinctLength && !open.has(text) && isLeft(text),
  ).length;
}

/**
 * Texts of changes that no mask covers. `counterparts`: the other side of a change from or to a secret; the
 * fingerprint treats it as secret too. `clear`: texts that enter the fingerprint unchanged.
 */
function unmarkedLeaves(
  document: PlanDocument,
  secrets: Secrets,
): { readonly counterparts: readonly string[]; readonly clear: ReadonlySet<string> } {
  const counterparts = new Set<string>();
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
    if (isSecret)
      for (const text of texts) if (text.length >= minEmbeddedLength && !secrets.isIn(text)) counterparts.add(text);
  };
  for (const each of [
    ...(document.resourceChanges ?? []),
    ...document.deferredChanges,
    ...document.outputChanges,
    ...document.resourceDrift,
  ]) {
    visit(each.before, each.after, [each.beforeSensitive, each.afterSensitive]);
  }
  return { counterparts: [...counterparts].filter((text) => !clear.has(text)), clear };
}
