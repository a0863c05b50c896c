/** An unknown value. truth.ts explains its effect on a condition. */

/** Thrown by getters of facts, e.g. if the value is known only after apply. */
export class Unknown extends Error {
  /** Path of the unknown value, e.g. `after.deletion_protection`. */
  readonly path: string;
  /** Why the plan does not show the value, e.g. `deletion_protection known after apply`. */
  readonly reason: string;

  constructor(path: string, reason = reasonOf(path)) {
    // Nobody reads the stack, and collecting it takes longer than evaluating most conditions.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${path} is not known yet`);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'Unknown';
    this.path = path;
    this.reason = reason;
  }
}

function reasonOf(path: string): string {
  return path.startsWith('after.') ? `${path.slice('after.'.length)} known after apply` : `${path} not stated`;
}
