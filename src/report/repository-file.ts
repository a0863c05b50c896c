/** Paths of files relative to the repository, independent of the working directory. */

/** Both paths are absolute, with `/` as separator. */
export interface Repository {
  readonly top: string;
  /** Directory that paths in the report are relative to. */
  readonly cwd: string;
}

/**
 * Returns the path relative to the repository: empty for its root, null for a file outside of it.
 * @param file path in a report: absolute, or relative to the working directory
 * @param repository without it, the working directory counts as the repository
 */
export function repositoryFile(file: string, repository?: Repository): string | null {
  const { top, cwd } = repository ?? { top: '/', cwd: '/' };
  if (repository === undefined && file.startsWith('/')) return null;
  const steps = resolved(file.startsWith('/') ? file : `${cwd}/${file}`);
  const above = resolved(top);
  if (steps === null || above === null || above.some((step, i) => step !== steps[i])) return null;
  return steps.slice(above.length).join('/');
}

/** Returns the steps of a path; null if it leads above the root. */
function resolved(path: string): readonly string[] | null {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..' && steps.pop() === undefined) return null;
    if (step !== '' && step !== '.' && step !== '..') steps.push(step);
  }
  return steps;
}
