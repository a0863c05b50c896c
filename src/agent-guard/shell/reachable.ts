/**
 * Finds which branches of a script can run: `case "$1" in plan) … ;; destroy) … ;; esac` runs one of them if the first
 * argument is known.
 */
import type { AndOr, Case, CompoundList, If, Statement, TestExpression, While, Word } from 'unbash';
import { isObject } from '../../text/is-object.ts';
import { expand, expandWhole } from './expand.ts';
import { type Scope, setPositionals } from './scope.ts';
import { isUnknown, unknownName, unknownText } from './word.ts';

/** A condition that the known words decide; undefined if they do not. */
type Truth = boolean | undefined;

/** Bodies of which one may run. `isCertain`: none of them depends on an unknown condition. */
export interface Reachable {
  readonly bodies: readonly (CompoundList | undefined)[];
  readonly isCertain: boolean;
}

/**
 * Walks the clauses of an `if` in order, and returns the bodies that may run. The clauses behind one that is certainly
 * true are not walked.
 */
export function reachableBodies(
  { clause, then, elif, else: last }: If,
  scope: Scope,
  walkClause: (clause: CompoundList) => void,
): Reachable {
  const bodies: CompoundList[] = [];
  let isCertain = true;
  for (const each of [{ clause, then }, ...elif]) {
    walkClause(each.clause);
    const truth = truthOfList(each.clause, scope);
    if (truth !== false) bodies.push(each.then);
    if (truth === true) return { bodies, isCertain };
    isCertain &&= truth === false;
  }
  return { bodies: [...bodies, last], isCertain };
}

/** Returns the bodies of a `case` that may run. */
export function reachableItems({ word, items }: Case, scope: Scope): Reachable {
  const given = expandWhole(word, scope);
  const bodies: CompoundList[] = [];
  let falls = false;
  let isCertain = true;
  for (const { pattern, body, terminator } of items) {
    const matches = pattern.map((each) => matchesCase(each, given, scope));
    if (!falls && matches.every((match) => match === false)) continue;
    isCertain &&= falls || matches.includes(true);
    bodies.push(body);
    falls = terminator === ';&';
    if (matches.includes(true) && terminator !== ';&' && terminator !== ';;&') break;
  }
  return { bodies, isCertain };
}

/** Returns whether the loop runs another turn. */
export function loopCondition({ clause, kind }: While, scope: Scope): Truth {
  const truth = truthOfList(clause, scope);
  return truth === undefined ? undefined : truth === (kind === 'while');
}

function matchesCase(pattern: Word, given: string, scope: Scope): Truth {
  if (isUnknown(given)) return undefined;
  const text = expandWhole(pattern, scope);
  if (!isUnknown(text)) return text === given;
  return text.replaceAll(unknownName, '').length > 0 && /[$`]/.test(pattern.text)
    ? undefined
    : globMatches(pattern.value, given);
}

function globMatches(pattern: string, text: string): Truth {
  if (/[[\]\\()]/.test(pattern)) return undefined;
  const source = pattern
    .replace(/[^\w*?]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

/**
 * Walks the commands of `a && b || c` that may run.
 * @returns what `walkCommand` returned for each of them
 */
export function walkReachable<T>(
  { commands, operators }: AndOr,
  scope: Scope,
  walkCommand: (command: AndOr['commands'][number]) => T,
): T[] {
  let status: Truth;
  return commands.flatMap((command, i) => {
    const operator = operators[i - 1];
    if ((operator === '&&' && status === false) || (operator === '||' && status === true)) return [];
    const result = walkCommand(command);
    const truth = truthOf(command, scope);
    status = operator === undefined || status !== undefined ? truth : undefined;
    return [result];
  });
}

function truthOfList({ commands }: CompoundList, scope: Scope): Truth {
  const [only, ...more] = commands;
  return only && more.length === 0 ? truthOf(only.command, scope) : undefined;
}

function truthOf(node: Statement['command'], scope: Scope): Truth {
  switch (node.type) {
    case 'Pipeline': {
      const [only, ...more] = node.commands;
      const truth = only && more.length === 0 ? truthOf(only, scope) : undefined;
      const isNegated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
      return truth === undefined ? undefined : truth !== isNegated;
    }
    case 'AndOr':
      return logical(
        node.commands.map((command) => truthOf(command, scope)),
        new Set(node.operators),
      );
    case 'TestCommand':
      return truthOfExpression(node.expression, scope);
    case 'Command': {
      const name = node.name && expandWhole(node.name, scope);
      if (name === 'getopts') {
        const [first = ''] = scope.variables.get('@') ?? [unknownText];
        return isUnknown(first) || first.startsWith('-') ? undefined : false;
      }
      if (name !== '[' && name !== 'test') return undefined;
      const words = node.args.flatMap((arg) => (arg.type === 'Word' ? expand(arg, scope) : []));
      return truthOfWords(name === '[' ? words.slice(0, -1) : words);
    }
    default:
      return undefined;
  }
}

function logical(truths: readonly Truth[], operators: ReadonlySet<string>): Truth {
  if (operators.size !== 1) return undefined;
  const decisive = operators.has('||');
  if (truths.includes(decisive)) return decisive;
  return truths.includes(undefined) ? undefined : !decisive;
}

function truthOfExpression(expression: TestExpression, scope: Scope): Truth {
  switch (expression.type) {
    case 'TestUnary':
      return truthOfWords([expression.operator, expandWhole(expression.operand, scope)]);
    case 'TestBinary': {
      const left = expandWhole(expression.left, scope);
      if (!['=', '==', '!='].includes(expression.operator))
        return truthOfWords([left, expression.operator, expandWhole(expression.right, scope)]);
      const equal = matchesCase(expression.right, left, scope);
      return equal === undefined ? undefined : equal === (expression.operator !== '!=');
    }
    case 'TestLogical':
      return logical(
        expression.operands.map((operand) => truthOfExpression(operand, scope)),
        new Set([expression.operator]),
      );
    case 'TestNot': {
      const truth = truthOfExpression(expression.operand, scope);
      return truth === undefined ? undefined : truth !== (expression.negations.length % 2 === 1);
    }
    case 'TestGroup':
      return truthOfExpression(expression.expression, scope);
    default:
      return undefined;
  }
}

const numeric: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
};

function truthOfWords(words: readonly string[]): Truth {
  if (words.some(isUnknown)) return undefined;
  const [first = '', second = '', third] = words;
  if (first === '!') {
    const truth = truthOfWords(words.slice(1));
    return truth === undefined ? undefined : !truth;
  }
  if (words.length <= 2 && first === '-z') return second === '';
  if (words.length <= 2 && first === '-n') return second !== '';
  if (words.length !== 3 || third === undefined) return undefined;
  if (second === '=' || second === '==') return first === third;
  if (second === '!=') return first !== third;
  return /^-?\d+$/.test(first) && /^-?\d+$/.test(third) ? numeric[second]?.(Number(first), Number(third)) : undefined;
}

/**
 * Makes unknown what a loop changes, because it is walked once: variables that it sets, and the positional parameters
 * if it shifts them.
 */
export function forgetChanges(
  loop: unknown,
  { scope, depth = 0 }: { readonly scope: Scope; readonly depth?: number },
): void {
  if (depth > 60) return;
  if (Array.isArray(loop)) for (const each of loop) forgetChanges(each, { scope, depth: depth + 1 });
  else if (isObject(loop)) {
    if (loop.type === 'Assignment' && typeof loop.name === 'string') scope.variables.set(loop.name, null);
    if (loop.type === 'Command' && isObject(loop.name) && loop.name.value === 'shift') setPositionals(scope, null);
    for (const each of Object.values(loop))
      if (typeof each === 'object') forgetChanges(each, { scope, depth: depth + 1 });
  }
}
