/** Files of the project in which a coding agent runs a command, as far as the command line needs them. */

/**
 * A file that a command would read. `absent`: not there, outside of the project, or a compiled program. `unreadable`:
 * there, but too big, not allowed, or one file too many.
 */
export type ProjectFile = { readonly path: string; readonly text: string } | 'absent' | 'unreadable';

/** Reads files below the root of the project, a bounded number of bounded size. */
export interface ProjectFiles {
  /** Absolute path of the folder in which the command starts. */
  readonly folder: string;
  /** Returns the file at `path`, seen from the folder `from`. In the result, `path` is relative to the project. */
  readonly read: (path: string, from: string) => ProjectFile;
  /** Returns the names of the files in a folder, sorted; none if it cannot be listed. */
  readonly list: (path: string, from: string) => readonly string[];
  /** Returns the value of a YAML text; undefined if it is no YAML. */
  readonly parseYaml: (text: string) => unknown;
}
