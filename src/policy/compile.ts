/** Compiles policies to functions over a context, or reports all faults of all policies at once. */
import { serialize } from '@marcbachmann/cel-js';
import { type Fault, PolicyError } from '../errors.ts';
import { once } from '../text/once.ts';
import { compiledBuiltin } from './builtin-policies.ts';
import { Environments, type PolicyEnvironment } from './cel.ts';
import { checkExpression, toFault } from './check.ts';
import type { CompiledPolicy, Condition } from './compiled-policy.ts';
import type { FactClasses } from './environment.ts';
import { factsJudged, needsPlan } from './facts-read.ts';
import type { Policy } from './policy.ts';
import { conjuncts, reads } from './syntax.ts';
import { type CompiledTemplate, compileTemplate, parseTemplate, qualified } from './template.ts';

/**
 * Compiles policies against the classes of the facts. Built-in ones were checked when they were generated and are
 * checked again only with `checkBuiltIn`.
 * @throws {PolicyError} with every fault of every policy: syntax, unknown fields, wrong types, nesting, duplicate IDs
 */
export function compilePolicies(
  policies: readonly Policy[],
  classes: FactClasses,
  options: { readonly checkBuiltIn?: boolean } = {},
): readonly CompiledPolicy[] {
  const environments = new Environments(classes);
  const faults = [
    ...sameIds(policies),
    ...policies
      .filter(({ builtIn }) => !builtIn || options.checkBuiltIn)
      .flatMap((policy) => policyFaults(policy, environments.of(policy))),
  ];
  if (faults.length > 0) throw new PolicyError(faults);
  return policies.map((policy) => compile(policy, environments, classes));
}

/**
 * Compiles a user's own policies. Built-in ones among them are the functions that were generated from them.
 * @throws {PolicyError} as `compilePolicies`
 */
export function compileOwnPolicies(policies: readonly Policy[], classes: FactClasses): readonly CompiledPolicy[] {
  const compiled = compilePolicies(policies, classes);
  const builtIn = compiledBuiltin(policies.filter((policy) => policy.builtIn));
  const generated = new Map(builtIn.map((each) => [each.policy.id, each]));
  return compiled.map((each) => generated.get(each.policy.id) ?? each);
}

function compile(policy: Policy, environments: Environments, classes: FactClasses): CompiledPolicy {
  const own = once((): PolicyEnvironment => environments.of(policy));
  const condition = (property: Exclude<Condition['property'], 'when'>, text: string): Condition => ({
    property,
    evaluate: own().environment.parse(text),
  });
  return {
    policy,
    parametersOf: (tuned) => own().parametersOf(tuned),
    when: once(() => whenOf(policy, own())),
    require: once(() => condition('require', policy.require)),
    advise: once(() => (policy.advise === undefined ? undefined : condition('advise', policy.advise))),
    message: once(() => template(policy, own(), policy.message)),
    remedy: once(() => template(policy, own(), policy.remedy)),
    judged: once(() => factsJudged(policy, classes)),
    needsPlan: once(() => needsPlan(policy, classes)),
    remedies: once(() =>
      (policy.remedies ?? []).map(({ when, remedy }) => ({
        when: condition('remedies', when),
        remedy: template(policy, own(), remedy),
      })),
    ),
  };
}

function whenOf(policy: Policy, { environment }: PolicyEnvironment): readonly Condition[] {
  return conjuncts(environment.parse(policy.when).ast).map((node) => {
    const text = serialize(node);
    const evaluate = environment.parse(text);
    return { property: 'when', evaluate, ...(!reads(node, 'params') && { key: `${policy.subject}:${text}` }) };
  });
}

function template(policy: Policy, own: PolicyEnvironment, text: string): CompiledTemplate {
  const parsed = parseTemplate(text);
  // Only an unchecked built-in template can have a mistake. Its text is shown as it is.
  return 'offset' in parsed ? [text] : compileTemplate(policy, own, parsed);
}

function policyFaults(policy: Policy, own: PolicyEnvironment): readonly Fault[] {
  const { when, require, advise, message, remedy, remedies = [] } = policy;
  const conditions = [
    ...Object.entries({ when, require, ...(advise !== undefined && { advise }) }),
    ...remedies.map((each, i) => [`remedies.${i}.when`, each.when] as const),
  ];
  const templates = [
    ...Object.entries({ message, remedy }),
    ...remedies.map((each, i) => [`remedies.${i}.remedy`, each.remedy] as const),
  ];
  return [
    ...conditions.flatMap(([property, text]) => {
      const mistake = checkExpression(policy, own, text, 'condition');
      return mistake ? [toFault(policy, property, text, mistake)] : [];
    }),
    ...templates.flatMap(([property, text]) => templateFaults(policy, own, property, text)),
  ];
}

function templateFaults(policy: Policy, own: PolicyEnvironment, property: string, text: string): readonly Fault[] {
  const parsed = parseTemplate(text);
  if ('offset' in parsed) return [toFault(policy, property, text, parsed)];
  return parsed.flatMap((part) => {
    if (typeof part === 'string') return [];
    const mistake = checkExpression(policy, own, qualified(policy, own, part.expression), 'text');
    // Expanding the short form moves offsets, so only the start of the expression is exact.
    return mistake ? [toFault(policy, property, text, { ...mistake, offset: part.offset })] : [];
  });
}

function sameIds(policies: readonly Policy[]): readonly Fault[] {
  const first = new Map<string, Policy>();
  return policies.flatMap((policy) => {
    const other = first.get(policy.id);
    if (!other) {
      first.set(policy.id, policy);
      return [];
    }
    const hint = `give this one another name; a built-in policy can be switched off in the settings`;
    return [{ message: `\`${policy.id}\` is also the id of ${other.file}`, file: policy.file, path: 'id', hint }];
  });
}
