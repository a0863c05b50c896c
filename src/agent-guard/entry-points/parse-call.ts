/** Takes the words of a call such as `npm run -w api down` apart. */
import type { EntryPoint, Tool } from '../../source/agent-commands.ts';
import { isOption, valueBehind } from '../options.ts';

/** What a call of an entry point names. */
export interface ParsedCall {
  /** Names of recipes; empty: the default one. */
  readonly names: readonly string[];
  /** Further arguments. */
  readonly rest: readonly string[];
  readonly file?: string;
  readonly folder?: string;
  /** A package of the workspace; null: all of them. */
  readonly workspace?: string | null;
}

type Options = Pick<ParsedCall, 'file' | 'folder' | 'workspace'> & { readonly named: readonly string[] };

/** Returns what the call names; null if it is another command of the program, such as `npm view`. */
export function parseCall(args: readonly string[], entry: EntryPoint, tool: Tool): ParsedCall | null {
  const end = args.indexOf('--');
  const read = end < 0 ? args : args.slice(0, end);
  const before: string[] = [];
  let given: Options = { named: [] };
  for (let at = 0; at < read.length; at++) {
    const word = read[at] ?? '';
    if (!isOption(word)) {
      before.push(word);
      continue;
    }
    const valueFor = (options: readonly string[] = []) => optionValue(read, at, options);
    const [file, folder, name, workspace] = [entry.file, entry.folder, entry.named, entry.workspace].map(valueFor);
    if (file) given = { ...given, file: file.value };
    if (folder) given = { ...given, folder: folder.value };
    if (name) given = { ...given, named: [...given.named, ...name.value.split(',')] };
    if (workspace) given = { ...given, workspace: workspace.value };
    if (entry.workspaces?.includes(word)) given = { ...given, workspace: null };
    at += (file ?? folder ?? name ?? workspace ?? valueBehind(read, at, tool)).taken;
  }
  // A runner of workspaces runs the script of each package.
  if (entry.format === 'scripts' && entry.all) given = { ...given, workspace: given.workspace ?? null };
  const { named, ...options } = given;
  const chosen = withoutWorkspace(before, entry);
  const called = namesOf(chosen.words, entry);
  if (called === null && named.length === 0) return null;
  return {
    ...options,
    ...chosen.options,
    names: named.length > 0 ? named : (called?.names ?? []),
    rest: [...(called?.rest ?? []), ...(end < 0 ? [] : args.slice(end + 1))],
  };
}

/** `yarn workspace api down`, `yarn workspaces foreach run down`. */
function withoutWorkspace(
  words: readonly string[],
  { workspaces = [] }: EntryPoint,
): { readonly words: readonly string[]; readonly options: Pick<ParsedCall, 'workspace'> } {
  const [first = '', second = ''] = words;
  if (!workspaces.includes(first)) return { words, options: {} };
  if (first === 'workspace') return { words: words.slice(2), options: { workspace: second } };
  return { words: words.slice(second === 'foreach' ? 2 : 1), options: { workspace: null } };
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

function namesOf(
  words: readonly string[],
  { verbs, bare, prefixes, all }: EntryPoint,
): { readonly names: readonly string[]; readonly rest: readonly string[] } | null {
  if (prefixes) {
    const marked = words.flatMap((word) =>
      prefixes.filter((prefix) => word.startsWith(prefix)).map((prefix) => word.slice(prefix.length)),
    );
    return { names: marked, rest: [] };
  }
  if (verbs === undefined) return { names: words, rest: [] };
  const verb = verbs.map((each) => each.split(' ')).find((each) => each.every((word, i) => words[i] === word));
  if (verb !== undefined) {
    const rest = words.slice(verb.length);
    return all ? { names: rest, rest: [] } : { names: rest.slice(0, 1), rest: rest.slice(1) };
  }
  const [first = '', ...rest] = words;
  if (first === '' && all && bare) return { names: [], rest: [] };
  const named = bare?.find((name) => name === '*' || name.split('=', 1)[0] === first);
  if (named === undefined || first === '') return null;
  return named.includes('=') ? { names: (named.split('=')[1] ?? '').split(','), rest: [] } : { names: [first], rest };
}
