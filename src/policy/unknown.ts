/** A value that the plan or the configuration does not say; truth.ts explains what it does to a condition. */

/** Thrown by the getters of a subject's facts, e.g. where the value is known only after apply. */
export class Unknown extends Error {
  /** What is not known, e.g. `after.deletion_protection`. */
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not known yet`);
    this.name = 'Unknown';
    this.path = path;
  }
}
