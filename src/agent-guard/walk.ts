/**
 * Walks a shell command line and visits every command that the shell would run. This is the only file that imports
 * the parser.
 */
import {
  type Assignment,
  type Command,
  type CompoundList,
  type ParsedScript,
  parse,
  type Redirection,
  type Statement,
  type Word,
} from 'unbash';
import { expand, expandWhole } from './expand.ts';
import {
  inputOf,
  joinOutputs,
  type Output,
  predictOutput,
  recordRedirectedOutput,
  recordWrittenFiles,
} from './known-output.ts';
import { scriptsIn } from './nested.ts';
import { assign, inBranches, type Scope, setPositionals, withPositionals } from './scope.ts';
import { quoted, unknownText, unknownWords } from './word.ts';

/** A command that the shell would run. */
export interface Invocation {
  /** The program, followed by its arguments. */
  readonly words: readonly string[];
  /** Known standard input; undefined if unknown. */
  readonly input: string | undefined;
  readonly scope: Scope;
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
}

interface Walk {
  readonly source: string;
  readonly scope: Scope;
  readonly visit: Visitor;
  /** Nesting depth of substitutions. */
  readonly depth: number;
}

const maxTurns = 20;
const maxDepth = 30;

/**
 * Walks a line and returns its output as far as it is known.
 * @throws RangeError if substitutions are nested too deeply
 * @throws BudgetExceeded
 */
export function walkSource(source: string, visit: Visitor, from: { scope: Scope; input?: Output }): Output {
  from.scope.budget.spendOn(source);
  return walkScript(parse(source), { source, scope: from.scope, visit, depth: 0 }, from.input);
}

function walkScript(script: ParsedScript, walk: Walk, input: Output): Output {
  if (script.errors && script.errors.length > 0) walk.visit.unclear(script.source ?? walk.source);
  return walkList(script, walk, input);
}

function walkList({ commands }: Pick<CompoundList, 'commands'>, walk: Walk, input: Output): Output {
  return joinOutputs(commands.map(({ command }) => walkNode(command, walk, input)));
}

type Node = Statement['command'] | CompoundList;

function walkNode(node: Node, walk: Walk, input: Output): Output {
  const { scope } = walk;
  scope.budget.spend(1);
  switch (node.type) {
    case 'Command':
      return walkCommand(node, walk, input);
    case 'CompoundList':
      return walkList(node, walk, input);
    case 'Pipeline':
      return node.commands.reduce((given, command) => walkNode(command, walk, given), input);
    case 'AndOr':
      return joinOutputs(node.commands.map((command) => walkNode(command, walk, input)));
    case 'Subshell':
    case 'BraceGroup':
      return walkList(node.body, walk, input);
    case 'Redirected': {
      walkRedirects(node.redirects, walk);
      const output = walkNode(node.command, walk, inputOf(node.redirects, scope) ?? input);
      recordRedirectedOutput(node.redirects, output, scope);
      return output;
    }
    case 'Coproc':
      return walkNode(node.body, walk, input);
    case 'If':
      walkList(node.clause, walk, input);
      return branches([node.then, ...node.elif.flatMap(({ clause, then }) => [clause, then]), node.else], walk, input);
    case 'While':
      walkList(node.clause, walk, input);
      return walkList(node.body, walk, input);
    case 'Case':
      walkNested([node.word, node.items.map(({ pattern }) => pattern)], walk);
      return branches(
        node.items.map(({ body }) => body),
        walk,
        input,
      );
    case 'For':
    case 'Select':
      walkNested(node.wordlist, walk);
      return walkLoop(node, walk, input);
    case 'ArithmeticFor':
      walkNested([node.initialize, node.test, node.update], walk);
      return walkList(node.body, walk, input);
    case 'Function':
      scope.functions.set(node.name.value, node);
      walk.visit.hypothetical(() => withPositionals(scope, null, () => walkNode(node.body, walk, undefined)));
      return '';
    case 'TestCommand':
    case 'ArithmeticCommand':
      walkNested(node, walk);
      return '';
    default:
      return undefined;
  }
}

function branches(lists: readonly (CompoundList | undefined)[], walk: Walk, input: Output): Output {
  return joinOutputs(inBranches(walk.scope, lists, (list) => (list ? walkList(list, walk, input) : '')));
}

function walkLoop(
  node: { readonly name: Word; readonly wordlist: readonly Word[] | undefined; readonly body: CompoundList },
  walk: Walk,
  input: Output,
): Output {
  const { scope } = walk;
  const words = node.wordlist?.flatMap((word) => expand(word, scope)) ?? null;
  const turns = words !== null && words.length <= maxTurns ? words.map((word) => [word]) : [null];
  return joinOutputs(
    turns.map((value) => {
      scope.variables.set(node.name.value, value?.every((word) => word !== unknownWords) ? value : null);
      return walkList(node.body, walk, input);
    }),
  );
}

function walkCommand(command: Command, walk: Walk, given: Output): Output {
  const { scope, visit } = walk;
  walkNested([command.name, ...command.prefix, ...command.args], walk);
  walkRedirects(command.redirects, walk);
  for (const part of command.prefix) if (part.type === 'Assignment') set(part, walk);
  if (!command.name) return '';
  const args = command.args.flatMap((arg) => {
    if (arg.type === 'Word') return expand(arg, scope);
    if (command.name?.value === 'alias') scope.aliases.set(arg.name, valueText(arg, scope));
    else set(arg, walk);
    return [`${arg.name}=${valueText(arg, scope)}`];
  });
  const words = [...expand(command.name, scope), ...args];
  const input = inputOf(command.redirects, scope) ?? given;
  applyBuiltin(words, scope);
  recordWrittenFiles(words, input, scope);
  const output = call(words, walk, input) ?? predictOutput({ words, input, scope });
  recordRedirectedOutput(command.redirects, output, scope);
  visit.command({ words, input, scope });
  return output;
}

/** Applies builtins that change the state of the shell: `read`, `set --`, `alias`. */
function applyBuiltin([name, ...rest]: readonly string[], scope: Scope): void {
  if (name === 'read' || name === 'mapfile' || name === 'readarray')
    for (const variable of rest) scope.variables.set(variable, null);
  if (name === 'set' && rest.includes('--')) setPositionals(scope, rest.slice(rest.indexOf('--') + 1));
  if (name === 'alias')
    for (const word of rest) {
      const at = word.indexOf('=');
      if (at > 0) scope.aliases.set(word.slice(0, at), word.slice(at + 1));
    }
}

/** Walks the body of an alias or function that this line defines. It is removed meanwhile, so that recursion ends. */
function call([name = '', ...rest]: readonly string[], walk: Walk, input: Output): Output {
  const { scope } = walk;
  const body = scope.functions.get(name);
  const alias = scope.aliases.get(name);
  let output: Output;
  if (body) {
    scope.functions.delete(name);
    output = withPositionals(scope, rest, () => walkNode(body.body, walk, input));
    scope.functions.set(name, body);
  }
  if (alias !== undefined) {
    scope.aliases.delete(name);
    output = walkSource([alias, ...rest.map(quoted)].join(' '), walk.visit, { scope, input });
    scope.aliases.set(name, alias);
  }
  return output;
}

/** Sets a variable. The assignment is also visited as a command named `=`. */
function set(assignment: Assignment, { scope, visit }: Walk): void {
  const { name, value, append, index } = assignment;
  visit.command({ words: ['=', `${name}=${valueText(assignment, scope)}`], input: undefined, scope });
  const before = scope.variables.get(name);
  if (value.type === 'ArrayValue') {
    const elements = value.elements.flatMap((word) => expand(word, scope));
    assign(scope, name, append ? [...(before ?? [unknownText]), ...elements] : elements);
  } else {
    const text = expandWhole(value, scope);
    assign(scope, name, index ? null : [append ? `${before?.join(' ') ?? ''}${text}` : text]);
  }
}

function valueText({ value }: Assignment, scope: Scope): string {
  return value.type === 'ArrayValue' ? unknownText : expandWhole(value, scope);
}

/** Visits each redirection into a file as a command named `>`. */
function walkRedirects(redirects: readonly Redirection[], walk: Walk): void {
  for (const redirect of redirects) {
    walkNested(redirect, walk);
    if (redirect.type !== 'Redirect' || !redirect.target || !redirect.operator.includes('>')) continue;
    const words = ['>', expandWhole(redirect.target, walk.scope)];
    walk.visit.command({ words, input: undefined, scope: walk.scope });
  }
}

/** Walks substitutions inside words, since the shell runs them too. */
function walkNested(node: unknown, walk: Walk): void {
  const depth = walk.depth + 1;
  if (depth > maxDepth) throw new RangeError('nested too deep');
  for (const script of scriptsIn(node)) {
    const output = walkScript(script, { ...walk, source: script.source ?? walk.source, depth }, undefined);
    if (output === undefined) walk.scope.outputs.delete(script);
    else walk.scope.outputs.set(script, output);
  }
}
