/** The third truth: a value that the plan does not know yet. */

/**
 * Thrown by the getters of a subject's facts where the value is only known after apply. In CEL `&&`, `||`, `all` and
 * `exists` absorb it when the other side decides; where it comes through, the expression is unknown.
 */
export class Unknown extends Error {
  /** What is not known, e.g. `after.deletion_protection`. */
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not known yet`);
    this.name = 'Unknown';
    this.path = path;
  }
}
