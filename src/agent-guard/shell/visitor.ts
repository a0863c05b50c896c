/** What a walk over a command line finds. */
import type { CommandNode, Pipeline } from 'unbash';
import type { InputUse, Scope } from './scope.ts';

/** A command that the shell would run. */
export interface Invocation {
  /** The program, followed by its arguments. */
  readonly words: readonly string[];
  /** Known standard input; undefined if unknown. */
  readonly input: string | undefined;
  readonly scope: Scope;
  /** The program is a script that runs in this shell, as with `source`. */
  readonly sourced?: boolean;
}

/** Receives what the walk finds. */
export interface Visitor {
  readonly command: (invocation: Invocation) => void;
  /** Called for a text with a syntax error. */
  readonly unclear: (text: string) => void;
  /**
   * Called for code that may not run as written: the body of a function, whose arguments are not known yet. Call
   * `run` to walk it.
   */
  readonly hypothetical: (run: () => void) => void;
  /** Whether the text is a file of the project: functions that it does not call and branches that cannot run are left out. */
  readonly isFile: boolean;
  readonly inputUse: (words: readonly string[]) => InputUse;
}

/** Returns what the commands of a pipeline do with the output of the one before them. */
export function outputUse(behind: Pipeline['commands'], { inputUse }: Visitor): InputUse {
  const uses = behind.map((node: CommandNode) => {
    if (node.type !== 'Command') return 'passes';
    return inputUse([node.name, ...node.args].flatMap((word) => (word?.type === 'Word' ? [word.value] : [])));
  });
  return uses.find((use) => use === 'runs') ?? uses.find((use) => use !== null) ?? null;
}
