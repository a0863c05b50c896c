/** Secrets that are written in the configuration, where no mask of the plan covers them. */
import { type JsonObject, objectAt, type PlanDocument } from '../model/plan-json.ts';
import { isObject } from '../text/is-object.ts';
import { minSecretLength } from './limits.ts';
import { secretName } from './public-secrets.ts';
import { everyScalar } from './secrets.ts';

/**
 * Returns the secrets in the configuration: constants under a name that suggests a secret, and values of sensitive
 * variables.
 */
export function writtenSecrets(document: PlanDocument): readonly string[] {
  const found: string[] = [];
  const add = (value: unknown): void => {
    for (const [, scalar] of everyScalar(value, ''))
      if (String(scalar).length >= minSecretLength) found.push(String(scalar));
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
    for (const declared of Object.values(objectAt(module, 'outputs'))) {
      if (isObject(declared) && declared.sensitive === true) add(objectAt(declared, 'expression').constant_value);
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
