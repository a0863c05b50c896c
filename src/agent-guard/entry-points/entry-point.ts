/** Finds what `make deploy`, `npm run down`, `task up` or `just x` would run, by the file that they read. */
import type { EntryPoint, Tool } from '../../source/agent-commands.ts';
import type { ProjectFile } from '../../source/project-files.ts';
import { isHarmless, isOption, valueBehind } from '../options.ts';
import type { FileAccess } from '../shell/scope.ts';
import { isUnknown, unknownName } from '../shell/word.ts';
import type { EntryCall, Step } from './entry-call.ts';
import { justSteps } from './justfile.ts';
import { makeSteps } from './makefile.ts';
import { scriptSteps } from './scripts.ts';
import { taskSteps } from './taskfile.ts';

const formats: Readonly<Record<EntryPoint['format'], (call: EntryCall) => readonly Step[]>> = {
  make: makeSteps,
  scripts: scriptSteps,
  task: taskSteps,
  just: justSteps,
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
  if (isHarmless(args, given.tool)) return null;
  const { words, file, folder } = parseCall(args, entry, given.tool);
  const parsed = namesOf(words.before, entry);
  if (parsed === null) return null;
  const { names: called, rest } = parsed;
  const start = folder === undefined ? given.folder : inFolder(given.folder, folder);
  const read = (path: string, from: string): ProjectFile => given.files.read(path, from, { needed: true });
  const found =
    file === '-'
      ? { path: '-', text: given.input ?? '', folder: start }
      : findFile(file === undefined ? entry.files : [file], start, { read, above: entry.above === true });
  if (found === null) return null;
  const assignments = called.filter((word) => /^[\w.-]+=/.test(word));
  const steps = formats[entry.format]({
    text: found.text,
    folder: found.folder,
    names: called
      .filter((word) => !assignments.includes(word))
      .map((word) => word.replaceAll(unknownName, '*'))
      .filter((word) => !isUnknown(word)),
    variables: new Map(assignments.map((word) => [word.split('=', 1)[0] ?? '', word.replace(/^[^=]*=/, '')])),
    rest: [...rest, ...words.after],
    read: (path, from) => {
      const other = read(path, from);
      return typeof other === 'string' ? null : other.text;
    },
    list: given.files.list,
    parseYaml: given.files.parseYaml,
  });
  return { steps, file: found.path };
}

interface Words {
  readonly before: string[];
  /** Words after `--`. */
  readonly after: readonly string[];
}

interface ParsedCall {
  readonly words: Words;
  readonly file?: string;
  readonly folder?: string;
}

function parseCall(args: readonly string[], { file = [], folder = [] }: EntryPoint, tool: Tool): ParsedCall {
  const end = args.indexOf('--');
  const read = end < 0 ? args : args.slice(0, end);
  const words: Words = { before: [], after: end < 0 ? [] : args.slice(end + 1) };
  let parsed: ParsedCall = { words };
  for (let at = 0; at < read.length; at++) {
    const word = read[at] ?? '';
    if (!isOption(word)) {
      words.before.push(word);
      continue;
    }
    const ofFile = optionValue(read, at, file);
    const ofFolder = optionValue(read, at, folder);
    if (ofFile) parsed = { ...parsed, file: ofFile.value };
    if (ofFolder) parsed = { ...parsed, folder: ofFolder.value };
    at += (ofFile ?? ofFolder ?? valueBehind(read, at, tool)).taken;
  }
  return parsed;
}

/** Returns the value of the option at this place, in any spelling: `-C dir`, `-Cdir`, `--dir=dir`. */
function optionValue(
  args: readonly string[],
  at: number,
  options: readonly string[],
): { readonly value: string; readonly taken: 0 | 1 } | null {
  const [word = '', next] = args.slice(at, at + 2);
  for (const option of options) {
    if (word === option) return next === undefined ? null : { value: next, taken: 1 };
    if (word.startsWith(`${option}=`)) return { value: word.slice(option.length + 1), taken: 0 };
    if (/^-\w$/.test(option) && word.startsWith(option)) return { value: word.slice(2), taken: 0 };
  }
  return null;
}

/** Returns the names of what is called; null if it is another command of the program, such as `npm view`. */
function namesOf(words: readonly string[], { verbs, bare }: EntryPoint): Called | null {
  if (verbs === undefined) return { names: words, rest: [] };
  const [first = '', ...rest] = words;
  if (verbs.includes(first)) return { names: rest.slice(0, 1), rest: rest.slice(1) };
  const named = bare?.find((name) => name === '*' || name.split('=', 1)[0] === first);
  if (named === undefined || first === '') return null;
  return named.includes('=') ? { names: (named.split('=')[1] ?? '').split(','), rest: [] } : { names: [first], rest };
}

interface Called {
  readonly names: readonly string[];
  /** Arguments for what is called. */
  readonly rest: readonly string[];
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
