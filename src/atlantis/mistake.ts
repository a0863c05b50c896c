import type { At } from './server.ts';

/** A mistake in an Atlantis server's configuration that lets plans bypass the gate, and the correct configuration. */
export interface Mistake {
  readonly id: string;
  /** Path to the setting, or to where it is missing; null: not in the file. */
  readonly at: At | null;
  readonly message: string;
  readonly why: string;
  /** The text to write instead. */
  readonly write: string;
}
