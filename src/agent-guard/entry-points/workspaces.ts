/** Packages of a workspace: `npm run x -w NAME`, `pnpm --filter NAME x`, `yarn workspace NAME x`. */
import type { ProjectFile } from '../../source/project-files.ts';
import { matchesGlob } from '../../text/glob.ts';
import { isObject } from '../../text/is-object.ts';

/** Number of packages that are looked at. */
const maxPackages = 50;

interface Project {
  readonly read: (path: string, from: string) => ProjectFile;
  readonly list: (path: string, from: string) => readonly string[];
  readonly parseYaml: (text: string) => unknown;
}

/**
 * Returns the folders of the packages that a name, path or pattern chooses, as seen from the workspace's folder.
 * @param wanted null: all packages
 */
export function workspaceFolders(wanted: string | null, folder: string, project: Project): readonly string[] {
  const text = (name: string): string => {
    const file = project.read(name, folder);
    return typeof file === 'string' ? '' : file.text;
  };
  const root = parsed(text('package.json'));
  const { workspaces } = root;
  const pnpm = text('pnpm-workspace.yaml');
  const yaml = pnpm === '' ? null : project.parseYaml(pnpm);
  const patterns = [workspaces, isObject(workspaces) ? workspaces.packages : [], isObject(yaml) ? yaml.packages : []]
    .flat()
    .filter((pattern) => typeof pattern === 'string');
  const packages = patterns.flatMap((pattern) => foldersOf(pattern, folder, project)).slice(0, maxPackages);
  if (wanted === null) return packages;
  const plain = wanted.replace(/^\.{3}|\.{3}$|^\.\//g, '');
  return packages.filter((path) => {
    const { name } = parsed(text(`${path}/package.json`));
    return [path, typeof name === 'string' ? name : path].some((each) => matchesGlob(plain, each));
  });
}

/** `packages/*` and `packages/**` are the folders below `packages`. */
function foldersOf(pattern: string, folder: string, { list }: Project): readonly string[] {
  const [, dir, rest = ''] = /^(.*?)\/(\*\*?(?:\/\*)?)$/.exec(pattern.replace(/^\.\//, '')) ?? [];
  if (dir === undefined) return pattern.includes('*') || pattern.startsWith('!') ? [] : [pattern.replace(/^\.\//, '')];
  const found = list(dir, folder)
    .filter((name) => !name.includes('.'))
    .map((name) => `${dir}/${name}`);
  return rest === '*' ? found : found.flatMap((path) => [path, ...list(path, folder).map((name) => `${path}/${name}`)]);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
