/** The three kinds of errors that a user can cause. The commands and the Action exit with code 2 for each. */

/** One fault: what is wrong, where, and what to do about it. */
export interface Fault {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** JSON path or YAML path of the faulty value, e.g. `$.resource_changes[3].change.actions`. */
  readonly path?: string;
  /** What to do, or "did you mean …". */
  readonly hint?: string;
}

class FirebreakError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: Fault | readonly Fault[], options?: { cause?: unknown }) {
    const list = Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
    super(list.map(faultText).join('\n'), options);
    this.name = new.target.name;
    this.faults = list;
  }
}

/** The command line or the environment asks for something impossible. */
export class UsageError extends FirebreakError {}

/** A plan or a configuration file cannot be read or judged. */
export class InputError extends FirebreakError {}

/** Policies or settings are faulty. Contains *all* faults of all files. */
export class PolicyError extends FirebreakError {}

/**
 * Runs `work` and returns the faults of the PolicyError that it throws; empty if it throws none.
 * @throws every other error of `work`
 */
export function collectPolicyFaults(work: () => unknown): readonly Fault[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.faults;
    throw error;
  }
}

/** Returns `file:line:column: path: message` with the parts that are known, and the hint on a second line. */
export function faultText(fault: Fault): string {
  const place = [fault.file, fault.line, fault.column].filter((part) => part !== undefined).join(':');
  const where = [place, fault.path].filter(Boolean).join(': ');
  const what = fault.hint ? `${fault.message}\n  ${fault.hint}` : fault.message;
  return where ? `${where}: ${what}` : what;
}

/** Whether an error was caused by the user, so that its message needs no stack trace. */
export function isFirebreakError(error: unknown): error is UsageError | InputError | PolicyError {
  return error instanceof FirebreakError;
}
