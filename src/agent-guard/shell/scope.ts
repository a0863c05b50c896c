/** State of the shell at a point of the line: variables, aliases, functions, files. */
import type { Function as FunctionNode, ParsedScript } from 'unbash';
import type { ProjectFile, ProjectFiles } from '../../source/project-files.ts';
import type { Budget } from './budget.ts';

/** Value of a variable. Several elements: an array. null: set to an unknown value. */
export type Value = readonly string[] | null;

/** What a program does with its standard input: run it, pass it on, or nothing that matters here. */
export type InputUse = 'runs' | 'passes' | null;

/** Files of the project. A needed one that cannot be read is a reason to ask. */
export interface FileAccess extends Omit<ProjectFiles, 'read'> {
  readonly read: (path: string, from: string, how: { readonly needed: boolean }) => ProjectFile;
}

/** State of the shell while a line is walked. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly aliases: Map<string, string>;
  readonly functions: Map<string, FunctionNode>;
  /** Texts of files that the line itself has written. */
  readonly files: Map<string, string>;
  /** Known output of substitutions. */
  readonly outputs: Map<ParsedScript, string>;
  readonly budget: Budget;
  /** Files that were there before the line. */
  readonly project: FileAccess | undefined;
}

/** Returns the state at the start of a line, with only `IFS` set, and `PWD` if the folder is known. */
export function newScope(budget: Budget, project?: FileAccess): Scope {
  return {
    project,
    variables: new Map([['IFS', [' ']], ...(project ? [['PWD', [project.folder]] as const] : [])]),
    aliases: new Map(),
    functions: new Map(),
    files: new Map(),
    outputs: new Map(),
    budget,
  };
}

/** Limit of a value in characters: repeating `A=$A$A` would double it until memory runs out. */
const maxValue = 10_000;

/** Sets a variable. A value beyond the limit becomes unknown. */
export function assign(scope: Scope, name: string, value: Value): void {
  const length = (value ?? []).reduce((sum, word) => sum + word.length, 0);
  scope.variables.set(name, length > maxValue ? null : value);
}

/**
 * Walks branches, of which the shell runs at most one. Each starts with the same variables. Afterwards a variable
 * with several possible values is unknown, and one that only some branches set counts as set.
 */
export function inBranches<B, T>({ variables, budget }: Scope, branches: readonly B[], walk: (branch: B) => T): T[] {
  const before = new Map(variables);
  const after = new Map(variables);
  const results = branches.map((branch) => {
    budget.spend(1 + (before.size >> 6));
    const result = walk(branch);
    for (const [name, value] of variables)
      after.set(name, after.has(name) && !isSame(after.get(name), value) ? null : value);
    replaceAll(variables, before);
    return result;
  });
  replaceAll(variables, after);
  return results;
}

function isSame(one: Value | undefined, other: Value): boolean {
  return one === other || (one != null && other !== null && one.join('\u0002') === other.join('\u0002'));
}

function replaceAll<K, V>(map: Map<K, V>, entries: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/**
 * Records the text of a file; `adds` appends to it.
 * @throws BudgetExceeded
 */
export function writeFile(scope: Scope, path: string, text: string, options: { readonly adds: boolean }): void {
  const key = fileKey(path);
  const whole = options.adds ? `${scope.files.get(key) ?? ''}\n${text}` : text;
  scope.budget.spendOn(whole);
  scope.files.set(key, whole);
}

/**
 * Returns the text that the line wrote into this file, else undefined. After a `cd` the folder is unknown, so files
 * with the same name in other folders count too.
 */
export function readFile({ files }: Scope, path: string): string | undefined {
  const key = fileKey(path);
  const found = files.get(key);
  if (found !== undefined || files.size === 0) return found;
  const texts = [...files].flatMap(([other, text]) => (fileName(other) === fileName(key) ? [text] : []));
  return texts.length > 0 ? texts.join('\n') : undefined;
}

/** Returns the text of a file that becomes the input of a program: written by the line, or there before it. */
export function readInput(scope: Scope, path: string, use: InputUse): string | undefined {
  const written = readFile(scope, path);
  const folder = folderIn(scope);
  if (written !== undefined || use === null || !scope.project || folder === undefined) return written;
  const file = scope.project.read(path, folder, { needed: use === 'runs' });
  return typeof file === 'string' ? undefined : file.text;
}

/**
 * Returns the absolute path of the current folder: the one in which the line starts if a `cd` went somewhere unknown;
 * undefined if the line is judged without files.
 */
export function folderIn({ variables, project }: Scope): string | undefined {
  return project && (variables.get('PWD')?.[0] ?? project.folder);
}

/** Runs `run`, and goes back to the folder of before, as after a subshell. */
export function inSameFolder<T>({ variables }: Scope, run: () => T): T {
  const folder = variables.get('PWD');
  const result = run();
  if (folder !== undefined) variables.set('PWD', folder);
  return result;
}

/** Runs `run` as another process would: what it sets is forgotten afterwards, and functions are not handed on. */
export function inChild(
  scope: Scope,
  given: { readonly words: Value; readonly folder?: string },
  run: () => void,
): void {
  const { variables, aliases, functions } = scope;
  const before = [new Map(variables), new Map(aliases), new Map(functions)] as const;
  aliases.clear();
  functions.clear();
  setPositionals(scope, given.words?.slice(1) ?? null);
  const [program] = given.words ?? [];
  for (const name of ['0', 'BASH_SOURCE']) variables.set(name, program === undefined ? null : [program]);
  if (given.folder !== undefined) variables.set('PWD', [given.folder]);
  run();
  replaceAll(variables, before[0]);
  replaceAll(aliases, before[1]);
  replaceAll(functions, before[2]);
}

/** `./a//b.sh` and `a/b.sh` are the same file. */
function fileKey(path: string): string {
  return path
    .split('/')
    .filter((part, i) => part !== '.' && (part !== '' || i === 0))
    .join('/');
}

/** Returns the last part of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Runs `run` with other positional parameters (`$1`, `$@`) and restores the old ones. */
export function withPositionals<T>(scope: Scope, words: Value, run: () => T): T {
  const names = ['@', '*', '#', ...Array.from({ length: 9 }, (_, i) => String(i + 1))];
  const before = names.map((name) => [name, scope.variables.get(name)] as const);
  setPositionals(scope, words);
  const result = run();
  for (const [name, value] of before) {
    if (value === undefined) scope.variables.delete(name);
    else scope.variables.set(name, value);
  }
  return result;
}

/** Sets the positional parameters; null makes them unknown. */
export function setPositionals(scope: Scope, words: Value): void {
  for (const name of ['@', '*']) scope.variables.set(name, words);
  scope.variables.set('#', words && [String(words.length)]);
  for (let i = 1; i <= 9; i++) {
    const word = words?.[i - 1];
    scope.variables.set(String(i), words === null ? null : word === undefined ? [] : [word]);
  }
}
