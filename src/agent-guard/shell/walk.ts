/**
 * Walks a shell command line and visits every command that the shell would run. This is the only file that imports
 * the parser.
 */
import {
  type Command,
  type CompoundList,
  type ParsedScript,
  parse,
  type Redirection,
  type Statement,
  type While,
  type Word,
} from 'unbash';
import { setVariable, valueText } from './assignments.ts';
import { applyBuiltin } from './builtins.ts';
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
import {
  forgetChanges,
  loopCondition,
  type Reachable,
  reachableBodies,
  reachableItems,
  walkReachable,
} from './reachable.ts';
import { type InputUse, inBranches, inSameFolder, type Scope, withPositionals } from './scope.ts';
import { outputUse, type Visitor } from './visitor.ts';
import { quoted, unknownWords } from './word.ts';

interface Walk {
  readonly source: string;
  readonly scope: Scope;
  readonly visit: Visitor;
  /** Nesting depth of substitutions. */
  readonly depth: number;
  /** What the commands behind this one in a pipeline do with its output. */
  readonly outputUse: InputUse;
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
  return walkScript(parse(source), { source, scope: from.scope, visit, depth: 0, outputUse: null }, from.input);
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
      return node.commands.reduce(
        (given, command, i) =>
          walkNode(command, { ...walk, outputUse: outputUse(node.commands.slice(i + 1), walk.visit) }, given),
        input,
      );
    case 'AndOr':
      return joinOutputs(
        walk.visit.isFile
          ? walkReachable(node, scope, (command) => walkNode(command, walk, input))
          : node.commands.map((command) => walkNode(command, walk, input)),
      );
    case 'Subshell':
      return inSameFolder(scope, () => walkList(node.body, walk, input));
    case 'BraceGroup':
      return walkList(node.body, walk, input);
    case 'Redirected': {
      walkRedirects(node.redirects, walk);
      const output = walkNode(node.command, walk, inputOf(node.redirects, scope, 'passes') ?? input);
      recordRedirectedOutput(node.redirects, output, scope);
      return output;
    }
    case 'Coproc':
      return walkNode(node.body, walk, input);
    case 'If':
      if (walk.visit.isFile)
        return walkBodies(
          reachableBodies(node, scope, (clause) => walkList(clause, walk, input)),
          walk,
          input,
        );
      walkList(node.clause, walk, input);
      return branches([node.then, ...node.elif.flatMap(({ clause, then }) => [clause, then]), node.else], walk, input);
    case 'While':
      if (walk.visit.isFile) return walkWhile(node, walk, input);
      walkList(node.clause, walk, input);
      return walkList(node.body, walk, input);
    case 'Case':
      walkNested([node.word, node.items.map(({ pattern }) => pattern)], walk);
      if (walk.visit.isFile) return walkBodies(reachableItems(node, scope), walk, input);
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
      if (walk.visit.isFile) return '';
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

function walkBodies({ bodies, isCertain }: Reachable, walk: Walk, input: Output): Output {
  const [only] = bodies;
  return isCertain && only && bodies.length === 1 ? walkList(only, walk, input) : branches(bodies, walk, input);
}

/** Walks a loop turn by turn while its condition is known, as in `while [ $# -gt 0 ]`, and else once. */
function walkWhile(node: While, walk: Walk, input: Output): Output {
  const { scope } = walk;
  for (let turn = 0; turn < maxTurns; turn++) {
    const truth = loopCondition(node, scope);
    if (truth === false) return '';
    if (truth === undefined) break;
    walkList(node.body, walk, input);
  }
  forgetChanges([node.clause, node.body], { scope });
  walkList(node.clause, walk, input);
  return walkList(node.body, walk, input);
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
  for (const part of command.prefix) if (part.type === 'Assignment') setVariable(part, walk);
  // `$(<file)` prints the file.
  if (!command.name) return inputOf(command.redirects, scope, walk.outputUse) ?? '';
  const args = command.args.flatMap((arg) => {
    if (arg.type === 'Word') return expand(arg, scope);
    if (command.name?.value === 'alias') scope.aliases.set(arg.name, valueText(arg, scope));
    else setVariable(arg, walk);
    return [`${arg.name}=${valueText(arg, scope)}`];
  });
  const words = [...expand(command.name, scope), ...args];
  const input = inputOf(command.redirects, scope, visit.inputUse(words)) ?? given;
  applyBuiltin(words, scope);
  recordWrittenFiles(words, input, scope);
  const output = call(words, walk, input) ?? predictOutput({ words, input, scope, use: walk.outputUse });
  recordRedirectedOutput(command.redirects, output, scope);
  visit.command({ words, input, scope });
  return output;
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
    const inside: Walk = { ...walk, source: script.source ?? walk.source, depth, outputUse: 'passes' };
    const output = inSameFolder(walk.scope, () => walkScript(script, inside, undefined));
    if (output === undefined) walk.scope.outputs.delete(script);
    else walk.scope.outputs.set(script, output);
  }
}
