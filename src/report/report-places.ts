/** Where a report belongs in a repository: a file for findings without one, and a name for its root module. */
import type { Location, Report } from '../verdict/report.ts';
import { uriOf, uriStepOf } from './escape.ts';
import { compareText } from './ranking.ts';
import { type Repository, repositoryFile } from './repository-file.ts';

/**
 * Returns the file for findings without one, relative to the repository, since code hosts drop what has no location:
 * the file with the backend, else the first known file of the root module, else the plan.
 */
export function anchorFile({ backends, findings, changes, plan }: Report, repository?: Repository): string {
  const places = (all: readonly { readonly location?: Location }[]): readonly string[] =>
    all.flatMap(({ location }) => (location && repositoryFile(location.file, repository)) || []);
  const depth = (file: string): number => file.split('/').length;
  const others = [...places(findings), ...places(changes)];
  const [first] = others.toSorted((a, b) => depth(a) - depth(b) || compareText(a, b));
  const given = plan.file === '-' ? '' : repositoryFile(plan.file, repository);
  return places(backends)[0] ?? first ?? (given || 'plan.json');
}

/**
 * Returns a unique category for each report, by root module and environment:
 * `firebreak/live/prod/environment=production/`. It stays the same from run to run.
 */
export function categories(reports: readonly Report[], repository?: Repository): readonly string[] {
  const taken = new Set<string>();
  return reports.map(({ settings, backends, plan }) => {
    const file = plan.file.split('/').at(-1) ?? '';
    const root = settings?.directory ?? repositoryFile(backends[0]?.root ?? file, repository) ?? file;
    const parts = [
      uriOf(root === '.' ? '' : root),
      settings?.environment ? `environment=${uriStepOf(settings.environment)}` : '',
    ].filter(Boolean);
    const name = ['firebreak', ...parts].join('/');
    const free = [name, `${name}/${uriStepOf(plan.file)}`].find((each) => !taken.has(each)) ?? `${name}/${taken.size}`;
    taken.add(free);
    return `${free}/`;
  });
}
