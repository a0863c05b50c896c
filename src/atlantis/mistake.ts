import type { At } from './server.ts';

/** A setting of an Atlantis server that leaves the gate open, and what to write instead. */
export interface Mistake {
  readonly id: string;
  /** Where it stands, or should stand; null: not in the file. */
  readonly at: At | null;
  readonly message: string;
  readonly why: string;
  /** What to write. */
  readonly write: string;
}
