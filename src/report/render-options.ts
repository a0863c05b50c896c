/** Options of output formats. Each format ignores options that do not apply to it. */
import type { Repository } from './repository-file.ts';

/** Options for rendering a report. */
export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Of a text: `compact` is the first screen alone, `details` everything; default: findings with why and fix. */
  readonly detail?: 'compact' | 'details';
  /** Whether to list every policy with its counts. */
  readonly explainPass: boolean;
  /** In UTF-16 code units. Markdown uses 65,000 by default; JSON is never cut. */
  readonly limit?: number;
  /** For formats read by a code host. Without it, file paths are relative to the working directory. */
  readonly repository?: Repository;
  /** Absolute path of the Markdown report of the same run. Only the Azure format uploads it. */
  readonly summaryFile?: string;
  /** Remarks about how the plan was judged. Only the Atlantis format shows them. */
  readonly remarks?: readonly string[];
}
