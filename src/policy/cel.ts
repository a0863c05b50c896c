/** CEL environments: one for each subject kind, with the kind's object, `plan` and, where a policy has any, `params`. */
import { Environment } from '@marcbachmann/cel-js';
import type { FactClasses, SubjectKind } from './environment.ts';
import { registerFunctions } from './functions.ts';
import type { Policy } from './policy.ts';

/** Far above what a policy needs, far below what makes parsing slow. */
const limits = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 50,
  maxCallArguments: 8,
} as const;

/** A policy's parameters as CEL sees them; every policy that has any gets a class of its own. */
type Parameters = Readonly<Record<string, string | boolean | number | bigint>>;

/** What the expressions of one policy are parsed, checked and evaluated in. */
export interface PolicyEnvironment {
  readonly environment: Environment;
  /** Names of fields, by the variable that has them. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Makes what `params` stands for; undefined where the policy has no parameters. */
  readonly parametersOf: (policy: Policy) => Parameters | undefined;
}

/** Names the CEL type of a kind, e.g. `Change`. */
function typeName(kind: SubjectKind): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** Environments are made when a policy first needs them: a plan has subjects of only a few kinds. */
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

function parameterValues(policy: Policy): Parameters {
  return Object.fromEntries(
    Object.entries(policy.parameters).map(([name, { type, value }]) => [name, type === 'int' ? BigInt(value) : value]),
  );
}
