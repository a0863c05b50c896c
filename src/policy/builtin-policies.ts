/** The built-in policies as compiled by `npm run generate`: without the CEL library. */
import { once } from '../text/once.ts';
import type { CompiledPolicy, Condition } from './compiled-policy.ts';
import { builtinExpressions } from './generated/builtin-expressions.mjs';
import { parameterValues } from './parameters.ts';
import type { Policy } from './policy.ts';

/**
 * Returns the policies with the functions that were generated from the same texts.
 * @param policies those of `policies/builtin.json`; settings may have changed them, except for their expressions
 */
export function compiledBuiltin(policies: readonly Policy[]): readonly CompiledPolicy[] {
  return policies.map((policy) => {
    const expressions = builtinExpressions[policy.id];
    if (!expressions) throw new Error(`${policy.id} is not generated: npm run generate`);
    const { when, require, advise, message, remedy, remedies, judged, needsPlan } = expressions;
    const hasParameters = Object.keys(policy.parameters).length > 0;
    return {
      policy,
      parametersOf: (tuned) => (hasParameters ? parameterValues(tuned) : undefined),
      when: once(() =>
        when().map(([key, evaluate]): Condition => ({ property: 'when', evaluate, ...(key !== null && { key }) })),
      ),
      require: once((): Condition => ({ property: 'require', evaluate: require })),
      advise: once((): Condition | undefined =>
        advise === null ? undefined : { property: 'advise', evaluate: advise },
      ),
      message: once(message),
      remedy: once(remedy),
      judged: once(() => judged.map(([kind, name, path]) => ({ kind, name, path }))),
      needsPlan: () => needsPlan,
      remedies: once(() =>
        remedies().map(([evaluate, text]) => ({ when: { property: 'remedies', evaluate }, remedy: text })),
      ),
    };
  });
}
