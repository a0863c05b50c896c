/** From what a repository says to what settings would say of it. */
import type { Catalog } from '../model/catalog.ts';
import type { RepositoryScan } from '../read/settings/scan-repository.ts';
import type { DraftEnvironment, SettingsDraft } from '../report/commands/settings-draft.ts';
import { type Stage, stageOf, stages } from '../settings/stages.ts';
import type { Configuration } from '../source/plan-and-configuration.ts';

/** @param top the surveyed directory, from the top of its repository; `.` for the top itself */
export function findEnvironments(survey: RepositoryScan, top: string): readonly DraftEnvironment[] {
  const directories = survey.roots.flatMap((root) => stageOfPath(under(top, root)) ?? []);
  const names = [
    ...survey.workspaces,
    // One root and a file of variables for each environment: then the workspace is mostly called the same.
    ...survey.variableFiles.filter(({ values }) => Object.keys(values).length === 0).map(({ name }) => name),
  ];
  const values = survey.variableFiles.flatMap((file) => Object.entries(file.values));
  return stages
    .map((stage): DraftEnvironment => {
      const variables = values.filter(([, value]) => stageOf(value) === stage);
      return {
        stage,
        directories: unique(directories.filter((each) => each.stage === stage).map(({ glob }) => glob)),
        workspaces: unique(names.filter((name) => stageOf(name) === stage)),
        variables: Object.fromEntries(variables),
      };
    })
    .filter(
      ({ directories: dirs, workspaces, variables }) =>
        dirs.length + workspaces.length + Object.keys(variables).length > 0,
    );
}

/** The innermost step that names an environment: `live/dev/app` is development, and so is all of `live/dev`. */
function stageOfPath(path: string): { readonly stage: Stage; readonly glob: string } | null {
  const steps = path.split('/');
  for (let length = steps.length; length > 0; length -= 1) {
    const stage = stageOf(steps[length - 1] ?? '');
    if (stage) return { stage, glob: steps.slice(0, length).join('/') };
  }
  return null;
}

/** What settings take for a name. */
const longestOwner = 200;

/** Rules for directories, the last of CODEOWNERS first. */
export function findOwners({ codeowners }: RepositoryScan, top: string): SettingsDraft['owners'] {
  return (codeowners?.rules ?? []).toReversed().flatMap(({ pattern, owners: [owner] }) => {
    const glob = toDirectory(pattern);
    return owner === undefined || owner.length > longestOwner || glob === null
      ? []
      : [{ owner, directories: [glob === '**' ? glob : under(top, glob)] }];
  });
}

/** A pattern for files of one kind owns no directory. */
function toDirectory(pattern: string): string | null {
  if (pattern === '*' || pattern === '/' || pattern === '**') return '**';
  const anchored = pattern.startsWith('/') || pattern.slice(0, -1).includes('/');
  const path = pattern.replace(/^\/+|\/+$/g, '').replace(/\/\*\*?$/, '');
  if (path === '' || /[!?\\[\]{}]/.test(path) || /\.[a-z0-9]+$/i.test(path)) return null;
  return anchored ? path : `**/${path}`;
}

/** What holds primary data, or counts as critical by its type; all instances of each block. */
export function findCritical(configurations: readonly Configuration[], catalog: Catalog): SettingsDraft['critical'] {
  const found = configurations.flatMap(({ modules }) =>
    modules.flatMap(({ address, resources }) =>
      resources
        .filter(({ mode, type }) => mode === 'managed' && isWeighty(type, catalog))
        .map(({ type, name }) => ({ pattern: `${anyKeys(address)}${type}.${name}.**`, type })),
    ),
  );
  const byPattern = new Map(found.map((each) => [each.pattern, each]));
  return [...byPattern.values()].sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

function isWeighty(type: string, catalog: Catalog): boolean {
  const entry = catalog.entry(type);
  return entry?.data === 'primary' || entry?.criticality === 'critical';
}

/** `module.a.module.b` → `module.a.**.module.b.**.`: a call may have keys. */
function anyKeys(module: string): string {
  if (module === '') return '';
  const names = module.split('.').filter((_, i) => i % 2 === 1);
  return names.map((name) => `module.${name}.**.`).join('');
}

function under(top: string, path: string): string {
  if (top === '.' || top === '') return path;
  return path === '.' ? top : `${top}/${path}`;
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}
