/** Finds what `make deploy`, `npm run down`, `task up` or `just x` would run, by the file that they read. */
import type { EntryPoint, Tool } from '../../source/agent-commands.ts';
import type { ProjectFile } from '../../source/project-files.ts';
import { isHarmless } from '../options.ts';
import type { FileAccess } from '../shell/scope.ts';
import { isUnknown, unknownName } from '../shell/word.ts';
import { composeSteps } from './compose.ts';
import type { EntryCall, Step } from './entry-call.ts';
import { justSteps } from './justfile.ts';
import { makeSteps } from './makefile.ts';
import { type ParsedCall, parseCall } from './parse-call.ts';
import { programSteps } from './program.ts';
import { scriptSteps } from './scripts.ts';
import { sectionSteps } from './sections.ts';
import { taskSteps } from './taskfile.ts';
import { workspaceFolders } from './workspaces.ts';

const formats: Readonly<Record<EntryPoint['format'], (call: EntryCall) => readonly Step[]>> = {
  make: makeSteps,
  scripts: scriptSteps,
  task: taskSteps,
  just: justSteps,
  sections: sectionSteps,
  compose: composeSteps,
  program: programSteps,
  shell: shellSteps,
};

/** Number of folders above in which a file is searched. */
const maxAbove = 8;

/** What a call of an entry point runs, and the file that says so. */
export interface EntrySteps {
  readonly steps: readonly Step[];
  readonly file: string;
}

/** Returns what the call runs; null if there is no such file. */
export function entrySteps(
  args: readonly string[],
  entry: EntryPoint,
  given: {
    readonly tool: Tool;
    /** Absolute path of the folder in which the call runs. */
    readonly folder: string;
    readonly files: FileAccess;
    /** Known standard input, which `make -f -` reads. */
    readonly input: string | undefined;
  },
): EntrySteps | null {
  const { tool, files, input } = given;
  if (isHarmless(args, tool)) return null;
  const parsed = parseCall(args, entry, tool);
  if (parsed === null) return null;
  const { file, folder, workspace } = parsed;
  const start = folder === undefined ? given.folder : inFolder(given.folder, folder);
  const read = (path: string, from: string): ProjectFile => files.read(path, from, { needed: true });
  const textOf = (path: string, from: string): string | null => {
    const found = read(path, from);
    return typeof found === 'string' ? null : found.text;
  };
  const call = callOf(parsed, { entry, read: textOf, files });
  if (entry.format === 'program' || entry.format === 'shell') {
    const steps = formats[entry.format]({ ...call, text: '', folder: start });
    return { steps, file: call.names.find((name) => textOf(name, start) !== null) ?? '.' };
  }
  const look = (from: string, above: boolean) =>
    findFile(file === undefined ? entry.files : [file], from, { read, above });
  const found =
    file === '-'
      ? [{ path: '-', text: input ?? '', folder: start }]
      : workspace === undefined
        ? [look(start, entry.above === true)]
        : packagesOf(workspace, start, { ...files, read }).map((each) => look(inFolder(start, each), false));
  const known = found.filter((each) => each !== null);
  // A folder of workflows has no main file.
  const there = known.length === 0 && entry.more ? [{ path: entry.more[0] ?? '', text: '', folder: start }] : known;
  const [first] = there;
  if (first === undefined) return null;
  const steps = there.flatMap(({ text, folder: at }) => formats[entry.format]({ ...call, text, folder: at }));
  return { steps, file: first.path };
}

/** The names are those of shell scripts, such as the hooks of Git. */
function shellSteps({ names, folder, read }: EntryCall): readonly Step[] {
  return names.map((name) => read(name, folder)).flatMap((script) => (script === null ? [] : [{ script, folder }]));
}

/** Without a list of packages that has it, the option names a folder. */
function packagesOf(workspace: string | null, start: string, project: Parameters<typeof workspaceFolders>[2]) {
  const folders = workspaceFolders(workspace, start, project);
  return folders.length > 0 || workspace === null ? folders : [workspace];
}

function callOf(
  { names, rest }: ParsedCall,
  given: { readonly entry: EntryPoint; readonly read: EntryCall['read']; readonly files: FileAccess },
): Omit<EntryCall, 'text' | 'folder'> {
  const { entry, read, files } = given;
  const assignments = names.filter((word) => /^[\w.-]+=/.test(word));
  return {
    entry,
    names: names
      .filter((word) => !assignments.includes(word))
      .map((word) => word.replaceAll(unknownName, '*'))
      .filter((word) => !isUnknown(word)),
    variables: new Map(assignments.map((word) => [word.split('=', 1)[0] ?? '', word.replace(/^[^=]*=/, '')])),
    rest,
    read,
    list: files.list,
    parseYaml: files.parseYaml,
  };
}

function findFile(
  names: readonly string[],
  start: string,
  { read, above }: { readonly read: (path: string, from: string) => ProjectFile; readonly above: boolean },
): { readonly path: string; readonly text: string; readonly folder: string } | null {
  for (let level = 0; level <= (above ? maxAbove : 0); level++) {
    const folder = start + '/..'.repeat(level);
    for (const name of names) {
      const file = read(name, folder);
      if (file === 'unreadable') return null;
      if (file !== 'absent') return { ...file, folder: name.includes('/') ? folderOf(inFolder(folder, name)) : folder };
    }
  }
  return null;
}

/** Returns the path as seen from the folder. It is not normalized: the reader does that. */
export function inFolder(folder: string, path: string): string {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path : `${folder}/${path}`;
}

/** Returns the path without its last part. */
export function folderOf(path: string): string {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return at < 0 ? '.' : path.slice(0, at) || '/';
}
