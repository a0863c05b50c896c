/** An unknown value. truth.ts explains its effect on a condition. */

/** Thrown by getters of facts, e.g. if the value is known only after apply. */
export class Unknown extends Error {
  /** Path of the unknown value, e.g. `after.deletion_protection`. */
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not known yet`);
    this.name = 'Unknown';
    this.path = path;
  }
}
