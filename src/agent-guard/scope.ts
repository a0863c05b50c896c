/** What a line has set so far: variables, aliases, functions, files. */
import type { Function as FunctionNode, ParsedScript } from 'unbash';
import type { Budget } from './budget.ts';

/** null: set, but not known to what. Several: an array. */
export type Value = readonly string[] | null;

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly aliases: Map<string, string>;
  readonly functions: Map<string, FunctionNode>;
  /** Text that the line itself has written into files. */
  readonly files: Map<string, string>;
  /** What substitutions print, where the line itself says so. */
  readonly outputs: Map<ParsedScript, string>;
  readonly budget: Budget;
}

export function newScope(budget: Budget): Scope {
  return {
    variables: new Map([['IFS', [' ']]]),
    aliases: new Map(),
    functions: new Map(),
    files: new Map(),
    outputs: new Map(),
    budget,
  };
}

/** `A=$A$A`, a few dozen times, is more than there is memory. */
const maxValue = 10_000;

/** A value that is too long is not known any more. */
export function assign(scope: Scope, name: string, value: Value): void {
  const length = (value ?? []).reduce((sum, word) => sum + word.length, 0);
  scope.variables.set(name, length > maxValue ? null : value);
}

/**
 * Walks branches, of which the shell runs one or none: each begins with the variables of before. Behind them, a variable
 * that may have several values is not known; one that is set in a branch only counts as set.
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

export function writeFile(scope: Scope, path: string, text: string, options: { readonly adds: boolean }): void {
  const key = fileKey(path);
  const whole = options.adds ? `${scope.files.get(key) ?? ''}\n${text}` : text;
  scope.budget.spendOn(whole);
  scope.files.set(key, whole);
}

/** What the line has written into a file; one of the same name in another folder may be that file, after a `cd`. */
export function readFile({ files }: Scope, path: string): string | undefined {
  const key = fileKey(path);
  const found = files.get(key);
  if (found !== undefined || files.size === 0) return found;
  const texts = [...files].flatMap(([other, text]) => (baseOf(other) === baseOf(key) ? [text] : []));
  return texts.length > 0 ? texts.join('\n') : undefined;
}

/** `./a//b.sh` and `a/b.sh` are the same file. */
function fileKey(path: string): string {
  return path
    .split('/')
    .filter((part, i) => part !== '.' && (part !== '' || i === 0))
    .join('/');
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Runs something with other positional parameters. */
export function withPositionals<T>(scope: Scope, words: Value, run: () => T): T {
  const names = ['@', '*', ...Array.from({ length: 9 }, (_, i) => String(i + 1))];
  const before = names.map((name) => [name, scope.variables.get(name)] as const);
  setPositionals(scope, words);
  const result = run();
  for (const [name, value] of before) {
    if (value === undefined) scope.variables.delete(name);
    else scope.variables.set(name, value);
  }
  return result;
}

export function setPositionals(scope: Scope, words: Value): void {
  for (const name of ['@', '*']) scope.variables.set(name, words);
  for (let i = 1; i <= 9; i++) {
    const word = words?.[i - 1];
    scope.variables.set(String(i), words === null ? null : word === undefined ? [] : [word]);
  }
}
