/** Checks of the syntax tree of a CEL expression. */
import type { ASTNode } from '@marcbachmann/cel-js';

/** A mistake in an expression. `offset` counts UTF-16 code units from its start. */
export interface Mistake {
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
}

const comprehensions = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
const deepest = 2;

/** Returns the operands of `a && b && c`, or the expression itself if it has no `&&` at the top. */
export function conjuncts(node: ASTNode): readonly ASTNode[] {
  return node.op === '&&' ? node.args.flatMap(conjuncts) : [node];
}

/** Whether the expression reads the variable. */
export function reads(node: ASTNode, variable: string): boolean {
  return node.op === 'id' ? node.args === variable : children(node).some((child) => reads(child, variable));
}

/** A field that an expression reads, and what it reads of its value. */
export interface FieldRead {
  readonly variable: string;
  readonly field: string;
  /** `['tags', 'env']` for `change.after.tags.env`; empty: the value as a whole. */
  readonly path: readonly string[];
}

/** Returns the fields that the expression reads: `after` of `change` for `change.after.name`. */
export function fieldsRead(node: ASTNode): readonly FieldRead[] {
  const [variable, field, ...path] = selectedNames(node) ?? [];
  return variable === undefined || field === undefined
    ? children(node).flatMap(fieldsRead)
    : [{ variable, field, path }];
}

/** Returns `['a', 'b', 'c']` for `a.b.c`; null for anything else. */
function selectedNames(node: ASTNode): readonly string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.' && node.op !== '.?') return null;
  const [owner, field] = node.args;
  const names = selectedNames(owner);
  return names === null || typeof field !== 'string' ? null : [...names, field];
}

/** Returns variables that are not bound by `exists(x, …)` or another comprehension, with their offsets. */
export function freeVariables(
  node: ASTNode,
  bound: readonly string[] = [],
): readonly { name: string; offset: number }[] {
  if (node.op === 'id') return bound.includes(node.args) ? [] : [{ name: node.args, offset: node.start }];
  const variable = boundVariable(node);
  if (node.op !== 'rcall' || variable === undefined)
    return children(node).flatMap((child) => freeVariables(child, bound));
  const [, receiver, [, ...body]] = node.args;
  return [...freeVariables(receiver, bound), ...body.flatMap((child) => freeVariables(child, [...bound, variable]))];
}

/**
 * Returns a violated limit, else undefined. Run it before the type check, which does not finish on four nested
 * comprehensions.
 */
export function structureMistake(node: ASTNode): Mistake | undefined {
  const regularExpression = find(node, (each) => each.op === 'rcall' && each.args[0] === 'matches');
  if (regularExpression) {
    return {
      message: 'regular expressions are not allowed, because a hostile value can make one run for hours',
      hint: 'Use `like("a*")`, `startsWith`, `endsWith`, `contains` or `addressMatches`.',
      offset: regularExpression.start,
    };
  }
  if (depth(node) <= deepest) return undefined;
  return {
    message: `comprehensions (all, exists, exists_one, map, filter) are nested more than ${deepest} deep`,
    hint: 'Split the policy in two, or flatten the lists.',
    offset: node.start,
  };
}

/** Returns a condition that may be null, else undefined: CEL cannot negate null. Run it after the type check. */
export function untypedConditionMistake(node: ASTNode): Mistake | undefined {
  const operand = find(node, (each, parent) => isDyn(each) && conditionOf(parent, each));
  if (!operand) return undefined;
  return {
    message: 'an attribute may be absent (null), so it cannot stand alone as a condition',
    hint: `Write \`${operand.input.slice(operand.start, operand.end)} == true\`.`,
    offset: operand.start,
  };
}

/**
 * Returns an attribute used in a text, else undefined, since attributes may be secret. Run it after the type check.
 */
export function attributeMistake(node: ASTNode): Mistake | undefined {
  const attribute = find(node, isDyn);
  if (!attribute) return undefined;
  return {
    message: 'a text cannot show values of attributes, because they may be secret',
    hint: 'Name the attribute instead. The report shows its change where that is safe.',
    offset: attribute.start,
  };
}

function conditionOf(parent: ASTNode | undefined, node: ASTNode): boolean {
  if (!parent) return false;
  if (parent.op === '?:') return parent.args[0] === node;
  return parent.op === '!_' || parent.op === '&&' || parent.op === '||';
}

function depth(node: ASTNode): number {
  const below = (nodes: readonly ASTNode[]): number => Math.max(0, ...nodes.map(depth));
  if (node.op !== 'rcall' || boundVariable(node) === undefined || node.args[0] === 'bind') return below(children(node));
  const [, receiver, body] = node.args;
  return Math.max(depth(receiver), 1 + below(body));
}

function boundVariable(node: ASTNode): string | undefined {
  if (node.op !== 'rcall') return undefined;
  const [name, , [variable, ...body]] = node.args;
  if (variable?.op !== 'id' || body.length === 0) return undefined;
  return comprehensions.has(name) || name === 'bind' ? variable.args : undefined;
}

function find(
  node: ASTNode,
  wanted: (node: ASTNode, parent: ASTNode | undefined) => boolean,
  parent?: ASTNode,
): ASTNode | undefined {
  if (wanted(node, parent)) return node;
  for (const child of children(node)) {
    const found = find(child, wanted, node);
    if (found) return found;
  }
  return undefined;
}

function isDyn(node: ASTNode): boolean {
  // The type checker sets this property, but the type definitions of the package do not have it.
  const type: unknown = Reflect.get(node, 'checkedType');
  return typeof type === 'object' && type !== null && Reflect.get(type, 'hasDynType') === true;
}

/** Returns the operands of a node, also those inside of calls, lists and maps. */
export function children(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case '!_':
    case '-_':
      return [node.args];
    case 'map':
      return node.args.flat();
    default:
      return node.args;
  }
}
