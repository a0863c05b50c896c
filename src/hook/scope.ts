/** What a line has set so far: variables, aliases, functions, files. Branches are walked one after the other. */
import type { Function as FunctionNode, ParsedScript } from 'unbash';

/** null: set, but not known to what. Several: an array. */
export type Value = readonly string[] | null;

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly aliases: Map<string, string>;
  readonly functions: Map<string, FunctionNode>;
  /** Text that the line itself has written into files. */
  readonly files: Map<string, string>;
  /** What a script prints, where the line itself says so. */
  readonly outputOf: (script: ParsedScript) => string | undefined;
  /** How deep in branches: what is set there may not be set. */
  branches: number;
}

export function newScope(outputOf: (script: ParsedScript, scope: Scope) => string | undefined): Scope {
  const scope: Scope = {
    variables: new Map([['IFS', [' ']]]),
    aliases: new Map(),
    functions: new Map(),
    files: new Map(),
    outputOf: (script) => outputOf(script, scope),
    branches: 0,
  };
  return scope;
}

/** `A=$A$A`, a few dozen times, is more than there is memory. */
const maxValue = 10_000;

/** A variable that a branch sets to something else than before is not known any more. */
export function assign(scope: Scope, name: string, value: Value): void {
  const before = scope.variables.get(name);
  const tooLong = (value ?? []).reduce((sum, word) => sum + word.length, 0) > maxValue;
  const same = before != null && value != null && before.join('\u0002') === value.join('\u0002');
  scope.variables.set(name, tooLong || (scope.branches > 0 && before !== undefined && !same) ? null : value);
}

/** `./a//b.sh` and `a/b.sh` are the same file. */
export function fileKey(path: string): string {
  return path
    .split('/')
    .filter((part, i) => part !== '.' && (part !== '' || i === 0))
    .join('/');
}

/** Runs something with other positional parameters. */
export function withPositionals(scope: Scope, words: Value, run: () => void): void {
  const names = ['@', '*', ...Array.from({ length: 9 }, (_, i) => String(i + 1))];
  const before = names.map((name) => [name, scope.variables.get(name)] as const);
  setPositionals(scope, words);
  run();
  for (const [name, value] of before) {
    if (value === undefined) scope.variables.delete(name);
    else scope.variables.set(name, value);
  }
}

export function setPositionals(scope: Scope, words: Value): void {
  for (const name of ['@', '*']) scope.variables.set(name, words);
  for (let i = 1; i <= 9; i++) {
    const word = words?.[i - 1];
    scope.variables.set(String(i), words === null ? null : word === undefined ? [] : [word]);
  }
}
