/** Goes through a line of shell as the shell would, and shows every command that it would run. The one importer of the parser. */
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
import { inputOf, outputOf, outputOfNode } from './known-output.ts';
import { scriptsIn } from './nested.ts';
import { assign, fileKey, newScope, type Scope, setPositionals, withPositionals } from './scope.ts';
import { programName, quoted, unknownText } from './word.ts';

export interface Invocation {
  /** The program, then its arguments. */
  readonly words: readonly string[];
  /** What comes through standard input, where the line says so. */
  readonly input: string | undefined;
  readonly scope: Scope;
}

export interface Visitor {
  readonly command: (invocation: Invocation) => void;
  /** Something in this text could not be parsed. */
  readonly unclear: (text: string) => void;
  /** What happens inside is what it looks like only if it is called with what is not known yet. */
  readonly unsure: (run: () => void) => void;
}

interface Walk {
  readonly source: string;
  readonly scope: Scope;
  readonly visit: Visitor;
  /** In how many substitutions this stands. */
  readonly depth: number;
}

const maxTurns = 20;
const maxDepth = 30;

/** @throws RangeError for a line that is nested too deeply */
export function walkSource(source: string, visit: Visitor, scope: Scope = newScope(outputOf)): void {
  walkScript(parse(source), { source, scope, visit, depth: 0 });
}

function walkScript(script: ParsedScript, walk: Walk): void {
  if (script.errors && script.errors.length > 0) walk.visit.unclear(script.source ?? walk.source);
  for (const statement of script.commands) walkNode(statement.command, walk, undefined);
}

function walkList(list: CompoundList, walk: Walk, input?: string): void {
  for (const statement of list.commands) walkNode(statement.command, walk, input);
}

type Node = Statement['command'] | CompoundList;

function walkNode(node: Node, walk: Walk, input: string | undefined): void {
  const { scope } = walk;
  switch (node.type) {
    case 'Command':
      walkCommand(node, walk, input);
      break;
    case 'CompoundList':
      walkList(node, walk, input);
      break;
    case 'Pipeline':
      walkPipeline(node.commands, walk, input);
      break;
    case 'AndOr':
      for (const command of node.commands) walkNode(command, walk, input);
      break;
    case 'Subshell':
    case 'BraceGroup':
      walkList(node.body, walk, input);
      break;
    case 'Redirected':
      walkRedirects(node.redirects, walk);
      walkNode(node.command, walk, inputOf(node.redirects, scope) ?? input);
      break;
    case 'Coproc':
      walkNode(node.body, walk, input);
      break;
    case 'If':
      walkList(node.clause, walk, input);
      branches([node.then, ...node.elif.flatMap(({ clause, then }) => [clause, then]), node.else], walk, input);
      break;
    case 'While':
      walkList(node.clause, walk, input);
      walkList(node.body, walk, input);
      break;
    case 'Case': {
      walkNested(node.word, walk);
      const bodies = node.items.map(({ body }) => body);
      branches(bodies, walk, input);
      break;
    }
    case 'For':
    case 'Select':
      walkNested(node.wordlist, walk);
      walkLoop(node, walk, input);
      break;
    case 'ArithmeticFor':
      walkNested([node.initialize, node.test, node.update], walk);
      walkList(node.body, walk, input);
      break;
    case 'Function':
      scope.functions.set(node.name.value, node);
      walk.visit.unsure(() => withPositionals(scope, null, () => walkNode(node.body, walk, undefined)));
      break;
    case 'TestCommand':
    case 'ArithmeticCommand':
      walkNested(node, walk);
      break;
  }
}

function branches(lists: readonly (CompoundList | undefined)[], walk: Walk, input: string | undefined): void {
  walk.scope.branches++;
  for (const list of lists) if (list) walkList(list, walk, input);
  walk.scope.branches--;
}

function walkPipeline(commands: readonly Statement['command'][], walk: Walk, given: string | undefined): void {
  let input = given;
  for (const command of commands) {
    walkNode(command, walk, input);
    const passesOn = command.type === 'Command' && /^(?:cat|tee)$/.test(programName(command.name?.value ?? ''));
    input = outputOfNode(command, walk.scope) ?? (passesOn && command.args.length === 0 ? input : undefined);
  }
}

function walkLoop(
  node: { readonly name: Word; readonly wordlist: readonly Word[] | undefined; readonly body: CompoundList },
  walk: Walk,
  input: string | undefined,
): void {
  const { scope } = walk;
  const words = node.wordlist?.flatMap((word) => expand(word, scope)) ?? null;
  const turns = words !== null && words.length <= maxTurns ? words.map((word) => [word]) : [null];
  for (const value of turns) {
    scope.variables.set(node.name.value, value?.every((word) => word !== '\u0001') ? value : null);
    walkList(node.body, walk, input);
  }
}

function walkCommand(command: Command, walk: Walk, given: string | undefined): void {
  const { scope, visit } = walk;
  walkNested([command.name, ...command.prefix, ...command.args], walk);
  walkRedirects(command.redirects, walk);
  for (const part of command.prefix) if (part.type === 'Assignment') set(part, scope);
  if (!command.name) return;
  const args = command.args.flatMap((arg) => {
    if (arg.type === 'Word') return expand(arg, scope);
    if (command.name?.value === 'alias') scope.aliases.set(arg.name, valueText(arg, scope));
    else set(arg, scope);
    return [`${arg.name}=${valueText(arg, scope)}`];
  });
  const words = [...expand(command.name, scope), ...args];
  const input = inputOf(command.redirects, scope) ?? given;
  remember(command, words, { scope, input });
  call(words, walk);
  visit.command({ words, input, scope });
}

/** What the shell itself keeps in mind. */
function remember(
  command: Command,
  words: readonly string[],
  { scope, input }: { readonly scope: Scope; readonly input: string | undefined },
): void {
  const [name, ...rest] = words;
  if (name === 'read' || name === 'mapfile' || name === 'readarray')
    for (const variable of rest) scope.variables.set(variable, null);
  if (name === 'set' && rest.includes('--')) setPositionals(scope, rest.slice(rest.indexOf('--') + 1));
  if (name === 'alias')
    for (const word of rest) {
      const at = word.indexOf('=');
      if (at > 0) scope.aliases.set(word.slice(0, at), word.slice(at + 1));
    }
  const passesOn = name === 'cat' || name === 'tee';
  const text = outputOfNode(command, scope) ?? (passesOn ? input : undefined);
  if (text === undefined) return;
  const targets = command.redirects.flatMap((redirect) =>
    redirect.type === 'Redirect' && redirect.operator.includes('>') && redirect.target
      ? [{ path: expandWhole(redirect.target, scope), adds: redirect.operator.endsWith('>>') }]
      : [],
  );
  const written = name === 'tee' ? rest.map((path) => ({ path, adds: rest.includes('-a') })) : [];
  for (const { path, adds } of [...targets, ...written]) {
    const key = fileKey(path);
    scope.files.set(key, adds ? `${scope.files.get(key) ?? ''}\n${text}` : text);
  }
}

/** Aliases and functions of this very line. */
function call(words: readonly string[], walk: Walk): void {
  const [name = '', ...rest] = words;
  const { scope } = walk;
  const body = scope.functions.get(name);
  if (body) {
    scope.functions.delete(name);
    withPositionals(scope, rest, () => walkNode(body.body, walk, undefined));
    scope.functions.set(name, body);
  }
  const alias = scope.aliases.get(name);
  if (alias !== undefined) {
    scope.aliases.delete(name);
    walkSource([alias, ...rest.map(quoted)].join(' '), walk.visit, scope);
    scope.aliases.set(name, alias);
  }
}

function set({ name, value, append, index }: Assignment, scope: Scope): void {
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

/** A redirection into a file is shown as a command `>`. */
function walkRedirects(redirects: readonly Redirection[], walk: Walk): void {
  for (const redirect of redirects) {
    walkNested(redirect, walk);
    if (redirect.type !== 'Redirect' || !redirect.target || !redirect.operator.includes('>')) continue;
    const words = ['>', expandWhole(redirect.target, walk.scope)];
    walk.visit.command({ words, input: undefined, scope: walk.scope });
  }
}

/** Substitutions inside words run as well. */
function walkNested(node: unknown, walk: Walk): void {
  const depth = walk.depth + 1;
  if (depth > maxDepth) throw new RangeError('nested too deep');
  for (const script of scriptsIn(node)) walkScript(script, { ...walk, source: script.source ?? walk.source, depth });
}
