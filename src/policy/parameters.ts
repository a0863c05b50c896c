/** Parameters of a policy as values of expressions. CEL's integers are bigint. */
import type { Policy } from './policy.ts';

/** Parameters of a policy as CEL values. */
export type Parameters = Readonly<Record<string, string | boolean | number | bigint>>;

/** Returns the values of all parameters by name. */
export function parameterValues(policy: Policy): Parameters {
  return Object.fromEntries(
    Object.entries(policy.parameters).map(([name, { type, value }]) => [name, type === 'int' ? BigInt(value) : value]),
  );
}
