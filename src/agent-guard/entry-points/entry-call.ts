/** A call of a program that runs commands from a file, such as `make deploy`, and what the formats return for it. */
import type { EntryPoint } from '../../source/agent-commands.ts';
import { BudgetExceeded } from '../shell/budget.ts';

/** Commands that a file of recipes runs, in the folder in which they run. */
export interface Step {
  /** Text for a shell, or for the program that its `#!` line names. */
  readonly script: string;
  /** Absolute path. */
  readonly folder: string;
  /** `code`: source text of another language; `guess`: what may or may not be a command line. Default: a shell text. */
  readonly kind?: 'code' | 'guess';
}

/** A call such as `make deploy ENV=prod`, with the file that it reads. */
export interface EntryCall {
  readonly entry: EntryPoint;
  readonly text: string;
  /** Absolute path of the folder that holds the file. */
  readonly folder: string;
  /** Names of the wanted recipes. Empty: the default one. */
  readonly names: readonly string[];
  /** Variables of the command line. */
  readonly variables: ReadonlyMap<string, string>;
  /** Further arguments for the recipe, in order. */
  readonly rest: readonly string[];
  /** Returns the text of another file; null if there is none that can be read. */
  readonly read: (path: string, from: string) => string | null;
  /** Returns the names of the files in a folder. */
  readonly list: (path: string, from: string) => readonly string[];
  readonly parseYaml: (text: string) => unknown;
}

/** Limit of a line and of a value in characters. */
const maxLength = 20_000;
const maxRules = 5_000;

/**
 * Returns the lines of a file of recipes. A line that goes on in the next one is one line.
 * @throws BudgetExceeded if the file is larger than anybody writes by hand
 */
export function recipeFileLines(text: string): readonly string[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  if (lines.length > maxRules || lines.some(({ length }) => length > maxLength / 5))
    throw new BudgetExceeded('too many recipes in one file');
  return lines;
}

/** Returns the value, or an unknown one if it is too long: values that repeat others would double until memory ends. */
export function boundedValue(value: string): string {
  return value.length > maxLength ? unknownReference : value;
}

/** Limit of recipes per call: `include` and dependencies may form loops. */
export const maxRecipes = 200;

/** A variable of the shell that nothing sets. */
export const unknownReference = '$_';

/** Returns the value as a reference that the shell resolves, since it may stand in the environment. */
export function shellReference(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `\${${name}}` : unknownReference;
}
