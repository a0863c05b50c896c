import type { ErrorObject } from 'ajv';

interface Check {
  (value: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

/** Stops at the first fault. */
export const isPlan: Check;
/** Goes on to the last fault, with the faulty data beside each. */
export const collectFaults: Check;
