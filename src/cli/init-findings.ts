/** Drafts settings from a repository scan. */
import type { Catalog } from '../model/catalog.ts';
import type { RepositoryScan } from '../read/settings/scan-repository.ts';
import type { DraftEnvironment, SettingsDraft } from '../report/commands/settings-draft.ts';
import { type Stage, stageOf, stages } from '../settings/stages.ts';
import type { Configuration } from '../source/plan-and-configuration.ts';
import { coversPath } from '../text/glob.ts';

/**
 * Returns the environments found in directory names, workspaces and variable files.
 * @param top path of the scanned directory relative to the top of its repository; `.` for the top itself
 */
export function findEnvironments(scan: RepositoryScan, top: string): readonly DraftEnvironment[] {
  const directories = scan.roots.flatMap((root) => stageOfPath(under(top, root)) ?? []);
  const names = [
    ...scan.workspaces,
    // With one root module and a variable file per environment, the workspace usually has the same name as the file.
    ...scan.variableFiles.filter(({ values }) => Object.keys(values).length === 0).map(({ name }) => name),
  ];
  const values = scan.variableFiles.flatMap((file) => Object.entries(file.values));
  const found = stages
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
  return inMatchingOrder(
    found,
    scan.roots.map((root) => under(top, root)),
  );
}

/**
 * Orders the environments so that the first one that covers a root module is the one that its path names: `live/staging`
 * before `live`. Of several such orders, the strictest environment comes first.
 */
function inMatchingOrder(found: readonly DraftEnvironment[], roots: readonly string[]): readonly DraftEnvironment[] {
  const isRight = (order: readonly DraftEnvironment[]): boolean =>
    roots.every((root) => {
      const stage = stageOfPath(root)?.stage;
      const first = order.find(({ directories }) => directories.some((glob) => coversPath(glob, root)));
      return first?.stage === stage;
    });
  return permutations(found).find(isRight) ?? found;
}

/** All orders, the given one first. There are at most three environments. */
function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

/**
 * Finds the innermost directory that names an environment: `live/dev/app` is development, and so is all of `live/dev`.
 */
function stageOfPath(path: string): { readonly stage: Stage; readonly glob: string } | null {
  const steps = path.split('/');
  for (let length = steps.length; length > 0; length -= 1) {
    const stage = stageOf(steps[length - 1] ?? '');
    if (stage) return { stage, glob: steps.slice(0, length).join('/') };
  }
  return null;
}

/** The longest name that settings accept. */
const longestOwner = 200;

/**
 * Returns ownership rules for directories, in reverse order of CODEOWNERS: there the last match wins, here the first.
 */
export function findOwners({ codeowners }: RepositoryScan, top: string): SettingsDraft['owners'] {
  return (codeowners?.rules ?? []).toReversed().flatMap(({ pattern, owners: [owner] }) => {
    const glob = toDirectory(pattern);
    return owner === undefined || owner.length > longestOwner || glob === null
      ? []
      : [{ owner, directories: [glob === '**' ? glob : under(top, glob)] }];
  });
}

/** Returns null for a pattern that matches files of one kind, not a directory. */
function toDirectory(pattern: string): string | null {
  if (pattern === '*' || pattern === '/' || pattern === '**') return '**';
  const anchored = pattern.startsWith('/') || pattern.slice(0, -1).includes('/');
  const path = pattern.replace(/^\/+|\/+$/g, '').replace(/\/\*\*?$/, '');
  if (path === '' || /[!?\\[\]{}]/.test(path) || /\.[a-z0-9]+$/i.test(path)) return null;
  return anchored ? path : `**/${path}`;
}

/** Returns patterns for blocks that hold primary data or are critical by type, with all instances of each. */
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

/** `module.a.module.b` → `module.a.**.module.b.**.`: a module call may have keys. */
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
