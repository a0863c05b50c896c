/** An unknown value. truth.ts explains its effect on a condition. */

/** Thrown by getters of facts, e.g. if the value is known only after apply. */
export class Unknown extends Error {
  /** Path of the unknown value, e.g. `after.deletion_protection`. */
  readonly path: string;
  /** Why the plan does not show the value, e.g. `deletion_protection known after apply`. */
  readonly reason: string;

  constructor(path: string, reason = reasonOf(path)) {
    super(`${path} is not known yet`);
    this.name = 'Unknown';
    this.path = path;
    this.reason = reason;
  }
}

function reasonOf(path: string): string {
  return path.startsWith('after.') ? `${path.slice('after.'.length)} known after apply` : `${path} not stated`;
}
