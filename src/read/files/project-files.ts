/** Reads scripts of the project for the agent guard: only below its root, and a bounded number of bounded size. */
import { closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ProjectFile, ProjectFiles } from '../../source/project-files.ts';
import { once } from '../../text/once.ts';

/** Limits of what one command line may read. */
export const projectLimits = { bytes: 256 * 1024, files: 64, names: 1_000 } as const;

/** Parses a YAML text; undefined if it is none. */
export type YamlValue = (text: string) => unknown;

/** Files of a project, and whether a YAML parser was needed that was not given. */
export interface OpenedProject extends ProjectFiles {
  readonly lacksYaml: () => boolean;
}

/**
 * Opens the project around a folder: the Git working tree that holds it, or else the folder itself. Nothing is read
 * before a file is asked for. Links are followed only if they stay inside.
 */
export function openProject(folder: string, parseYaml?: YamlValue): OpenedProject {
  const root = once(() => rootOf(resolve(folder)));
  const known = new Map<string, ProjectFile>();
  let lacksYaml = false;
  const inside = (path: string): string | null => {
    try {
      const real = realpathSync(path);
      return real === root() || real.startsWith(join(root(), sep)) ? real : null;
    } catch {
      return null;
    }
  };
  return {
    folder: resolve(folder),
    read: (path, from) => {
      const real = inside(resolve(from, path));
      if (real === null || real.split(sep).includes('node_modules')) return 'absent';
      const before = known.get(real);
      if (before !== undefined) return before;
      const file = known.size >= projectLimits.files ? 'unreadable' : readFile(real, relative(root(), real));
      known.set(real, file);
      return file;
    },
    list: (path, from) => {
      const real = inside(resolve(from, path));
      try {
        return real === null ? [] : readdirSync(real).sort().slice(0, projectLimits.names);
      } catch {
        return [];
      }
    },
    parseYaml: (text) => {
      lacksYaml ||= parseYaml === undefined;
      return parseYaml?.(text);
    },
    lacksYaml: () => lacksYaml,
  };
}

/** Loads the YAML parser, which only a Taskfile needs. */
export async function loadYaml(): Promise<YamlValue> {
  const { parseAllDocuments } = await import('../settings/yaml-parser.ts');
  return (text) => {
    try {
      const documents = parseAllDocuments(text);
      return Array.isArray(documents) ? documents[0]?.toJS({ maxAliasCount: 100 }) : undefined;
    } catch {
      return undefined;
    }
  };
}

/** A working tree that is the home folder or the whole disk is no project. */
function rootOf(folder: string): string {
  const start = realpathSync(folder);
  for (let dir = start; dir !== dirname(dir) && dir !== homedir(); dir = dirname(dir))
    if (existsSync(join(dir, '.git'))) return dir;
  return start;
}

function readFile(path: string, shown: string): ProjectFile {
  let file: number;
  try {
    // Does not block on a named pipe without a writer.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return 'unreadable';
  }
  try {
    const { size, isFile } = statOf(file);
    if (!isFile) return 'absent';
    const bytes = Buffer.alloc(Math.min(size, projectLimits.bytes));
    const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
    // A compiled program, or what a bundler wrote: nobody reads these as scripts.
    if (text.includes('\0') || (size > projectLimits.bytes && /\.[cm]?js$/.test(path))) return 'absent';
    return size > projectLimits.bytes ? 'unreadable' : { path: shown.replaceAll(sep, '/'), text };
  } catch {
    return 'absent';
  } finally {
    closeSync(file);
  }
}

function statOf(file: number): { readonly size: number; readonly isFile: boolean } {
  const stat = fstatSync(file);
  return { size: stat.size, isFile: stat.isFile() };
}
