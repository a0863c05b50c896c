/** Names of files in repositories on GitHub, as settings name what they extend. */

/** A file at a commit. */
export interface RemoteFile {
  /** OWNER/NAME. */
  readonly repository: string;
  /** From the top of the repository. */
  readonly path: string;
  /** Full SHA. */
  readonly commit: string;
}

/**
 * Returns the parts of `github>OWNER/REPOSITORY//PATH@COMMIT`; null for a path on this machine. No owner and no
 * repository is named `.` or `..`, which would lead to another URL.
 */
export function toRemoteFile(text: string): RemoteFile | null {
  const [, repository, path, commit] =
    /^github>((?!\.\.?\/)[\w.-]+\/(?!\.\.?\/)[\w.-]+)\/\/([^@]+)@([0-9a-f]{40})$/.exec(text) ?? [];
  return repository === undefined || path === undefined || commit === undefined ? null : { repository, path, commit };
}
