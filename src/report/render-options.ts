/** What a door may ask of a format; formats ignore what does not concern them. */
import type { Repository } from './repository-file.ts';

export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** List every policy with what it looked at and held. */
  readonly explainPass: boolean;
  /** UTF-16 units at most; Markdown takes 65,000 where nothing is said. JSON is never cut. */
  readonly limit?: number;
  /** For formats that a code host reads; else files are told from the working directory. */
  readonly repository?: Repository;
  /** What the door has to say of how it judged; only Atlantis' format shows it. */
  readonly remarks?: readonly string[];
}
