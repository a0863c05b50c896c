/** Fixes in the JSON report. */

/** A `moved` block to add to the root module. Terraform accepts all of a report as one set. */
export interface ReportedRename {
  readonly from: string;
  readonly to: string;
  /** Names that the new code sets otherwise. Keep the old ones, or Terraform may replace the objects despite the move. */
  readonly keep: readonly {
    readonly address: string;
    readonly attribute: string;
    readonly before: string;
    readonly planned: string;
  }[];
}

/** Text to insert before a line of a file; the file may not exist yet. */
export interface ReportedFix {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
