/** Projects in memory, with lines and what becomes of them there. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parse } from 'yaml';
import type { ProjectFiles } from '../../src/source/project-files.ts';

export interface Project {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly allow?: readonly string[];
  readonly ask?: readonly string[];
  readonly deny?: readonly string[];
}

export const projects: readonly Project[] = parse(readFileSync(join(import.meta.dirname, 'projects.yaml'), 'utf8'));

/** A project in memory, and the names of the files that were read. */
export function inMemory(files: Project['files']): ProjectFiles & { readonly wasRead: string[] } {
  const wasRead: string[] = [];
  const pathOf = (path: string, from: string) => posix.relative('/project', posix.resolve(from, path));
  return {
    wasRead,
    folder: '/project',
    read: (path, from) => {
      const found = pathOf(path, from);
      const text = files[found];
      if (text === undefined) return 'absent';
      wasRead.push(found);
      return { path: found, text };
    },
    list: (path, from) => {
      const folder = pathOf(path, from);
      const below = Object.keys(files).flatMap((file) =>
        folder === '' ? [file] : file.startsWith(`${folder}/`) ? [file.slice(folder.length + 1)] : [],
      );
      return [...new Set(below.map((file) => file.split('/', 1)[0] ?? ''))].sort();
    },
    parseYaml: parse,
  };
}
