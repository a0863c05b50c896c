/** Files as a code host names them: from the top of the repository, wherever the program ran. */

/** Both absolute, with `/` between steps. */
export interface Repository {
  readonly top: string;
  /** What the report's files are relative to. */
  readonly cwd: string;
}

/**
 * @param file of a report: absolute, or relative to the working directory
 * @param repository where it is not known, the working directory counts as its top
 * @returns empty for the top itself; null where the file lies outside
 */
export function repositoryFile(file: string, repository?: Repository): string | null {
  const { top, cwd } = repository ?? { top: '/', cwd: '/' };
  if (repository === undefined && file.startsWith('/')) return null;
  const steps = resolved(file.startsWith('/') ? file : `${cwd}/${file}`);
  const above = resolved(top);
  if (steps === null || above === null || above.some((step, i) => step !== steps[i])) return null;
  return steps.slice(above.length).join('/');
}

/** null where it climbs above the root. */
function resolved(path: string): readonly string[] | null {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..' && steps.pop() === undefined) return null;
    if (step !== '' && step !== '.' && step !== '..') steps.push(step);
  }
  return steps;
}
