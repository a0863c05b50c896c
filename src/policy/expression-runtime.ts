/** What expressions that are compiled to JavaScript call: CEL's operators where they differ from those of JavaScript. */
import { policyFunctions } from './functions.ts';

/** `&&`: an error on one side does not count if the other side is false. */
export function and(left: () => boolean, right: () => boolean): boolean {
  let first: boolean;
  try {
    first = left();
  } catch (error) {
    if (!right()) return false;
    throw error;
  }
  return first && right();
}

/** `||`: an error on one side does not count if the other side is true. */
export function or(left: () => boolean, right: () => boolean): boolean {
  let first: boolean;
  try {
    first = left();
  } catch (error) {
    if (right()) return true;
    throw error;
  }
  return first || right();
}

/** `list[index]`. @throws if the list is shorter */
export function at<T>(list: readonly T[], index: bigint): T {
  const found = list[Number(index)];
  if (found === undefined) throw Object.assign(new Error('index out of bounds'), { code: 'index_out_of_bounds' });
  return found;
}

/** Firebreak's own functions by name. Which arguments fit, CEL's type checker has proven. */
export const functions: Readonly<Record<string, (...args: never[]) => unknown>> = Object.fromEntries(
  policyFunctions.map(([signature, , handler]) => [/(\w+)\(/.exec(signature)?.[1] ?? signature, handler]),
);
