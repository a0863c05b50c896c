/**
 * CEL environments: one for each subject kind, with the object of that kind, `plan` and, if the policy has
 * parameters, `params`.
 */
import { Environment } from '@marcbachmann/cel-js';
import type { FactClasses, SubjectKind } from './environment.ts';
import { registerFunctions } from './functions.ts';
import { type Parameters, parameterValues } from './parameters.ts';
import type { Policy } from './policy.ts';

/**
 * Limits for one expression. Policies stay far below them, and they keep hostile expressions from slowing down the
 * parser.
 */
const limits = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 50,
  maxCallArguments: 8,
} as const;

/** Parses, checks and evaluates the expressions of one policy. */
export interface PolicyEnvironment {
  readonly environment: Environment;
  /** Names of fields by variable. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Returns the value of `params`; undefined if the policy has no parameters. */
  readonly parametersOf: (policy: Policy) => Parameters | undefined;
}

/** Returns the name of the CEL type of a kind, e.g. `Change`. */
function typeName(kind: SubjectKind): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** Environments by subject kind. Each is created on first use, since a plan has subjects of only a few kinds. */
export class Environments {
  readonly #classes: FactClasses;
  readonly #byKind = new Map<SubjectKind, Environment>();

  constructor(classes: FactClasses) {
    this.#classes = classes;
  }

  of(policy: Policy): PolicyEnvironment {
    const base = this.#ofKind(policy.subject);
    const variables = [...new Set<SubjectKind>([policy.subject, 'plan'])];
    const fields = Object.fromEntries(variables.map((kind) => [kind, Object.keys(this.#classes[kind].fields)]));
    const names = Object.keys(policy.parameters);
    if (names.length === 0) return { environment: base, fields, parametersOf: () => undefined };
    class Params {}
    const types = Object.fromEntries(names.map((name) => [name, policy.parameters[name]?.type ?? 'string']));
    return {
      environment: base
        .clone()
        .registerType('Params', { ctor: Params, fields: types })
        .registerVariable('params', 'Params'),
      fields: { ...fields, params: names },
      parametersOf: (tuned) => Object.assign(new Params(), parameterValues(tuned)),
    };
  }

  #ofKind(kind: SubjectKind): Environment {
    const known = this.#byKind.get(kind);
    if (known) return known;
    const environment = registerFunctions(new Environment({ limits }));
    for (const each of new Set<SubjectKind>([kind, 'plan'])) {
      const ctor = this.#classes[each];
      const fields = Object.fromEntries(Object.entries(ctor.fields).map(([name, { type }]) => [name, type]));
      environment.registerType(typeName(each), { ctor, fields });
      environment.registerVariable(each, typeName(each));
    }
    this.#byKind.set(kind, environment);
    return environment;
  }
}
