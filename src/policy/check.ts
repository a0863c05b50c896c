/** Checks an expression before a plan is read: it parses, its names exist, and it has the required type. */
import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js';
import type { Fault } from '../errors.ts';
import type { Position } from '../source/policy.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { PolicyEnvironment } from './cel.ts';
import type { Policy } from './policy.ts';
import { attributeMistake, type Mistake, structureMistake, untypedConditionMistake } from './syntax.ts';

/** The required type: a boolean, or any value that can be shown as text. */
export type ExpectedType = 'condition' | 'text';

/** Returns the first mistake in an expression, else undefined. */
export function checkExpression(
  policy: Policy,
  own: PolicyEnvironment,
  text: string,
  wanted: ExpectedType,
): Mistake | undefined {
  const parsed = parse(own.environment, text);
  if ('offset' in parsed) return parsed;
  const structure = structureMistake(parsed.ast);
  if (structure) return structure;
  const { valid, type, error } = parsed.check();
  if (!valid) return explain(policy, own, error);
  if (wanted === 'text') return attributeMistake(parsed.ast);
  if (type === 'bool') return untypedConditionMistake(parsed.ast);
  const hint = type === 'dyn' ? 'Compare it, for example with `== true`. An absent attribute is null.' : undefined;
  return { message: `must be true or false, but is of type ${type}`, offset: 0, ...(hint && { hint }) };
}

/** Returns the mistake as a fault with its position in the policy file, as exactly as known. */
export function toFault(policy: Policy, property: string, text: string, mistake: Mistake): Fault {
  const position = policy.positions[property];
  return {
    message: mistake.message,
    file: policy.file,
    path: property,
    ...(position && locationIn(position, text, mistake.offset)),
    ...(mistake.hint && { hint: mistake.hint }),
  };
}

function locationIn(
  { line, column, style }: Position,
  text: string,
  offset: number,
): { line: number; column?: number } {
  if (style === 'folded') return { line };
  const before = text.slice(0, offset).split('\n');
  const within = before.at(-1)?.length ?? 0;
  return { line: line + before.length - 1, column: column + within };
}

function parse(environment: Environment, text: string): ParseResult | Mistake {
  try {
    return environment.parse(text);
  } catch (error) {
    return { message: summaryOf(error), offset: offsetOf(error) };
  }
}

function explain(policy: Policy, { environment, fields }: PolicyEnvironment, error: unknown): Mistake {
  const offset = offsetOf(error);
  const node = nodeOf(error);
  const code = codeOf(error);
  if (code === 'no_such_key' && node?.op === '.') {
    const [owner, key] = node.args;
    const name = owner.op === 'id' ? owner.args : 'this';
    return withHint(`\`${name}\` has no field \`${key}\``, didYouMean(key, fieldsOf(fields, name)), offset);
  }
  if (code === 'unknown_variable' && node?.op === 'id') {
    const name = node.args;
    const hint = fieldsOf(fields, policy.subject).includes(name)
      ? `Write \`${policy.subject}.${name}\`.`
      : didYouMean(name, Object.keys(fields));
    return withHint(`unknown name \`${name}\``, hint, offset);
  }
  if (code === 'no_matching_overload' && (node?.op === 'call' || node?.op === 'rcall')) {
    const name = node.args[0];
    const names = environment.getDefinitions().functions.map((each) => each.name);
    return withHint(summaryOf(error), names.includes(name) ? undefined : didYouMean(name, names), offset);
  }
  return { message: summaryOf(error), offset };
}

function withHint(message: string, hint: string | undefined, offset: number): Mistake {
  return { message, offset, ...(hint && { hint }) };
}

function fieldsOf(fields: PolicyEnvironment['fields'], variable: string): readonly string[] {
  return Object.hasOwn(fields, variable) ? (fields[variable] ?? []) : [];
}

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

/** Returns the message of CEL without its source excerpt. */
export function summaryOf(error: unknown): string {
  const summary = property(error, 'summary');
  return typeof summary === 'string' ? summary : String(error);
}

/** Returns the error code of a CEL error; empty if there is none. */
export function codeOf(error: unknown): string {
  const code = property(error, 'code');
  return typeof code === 'string' ? code : '';
}

function offsetOf(error: unknown): number {
  const start = property(property(error, 'range'), 'start');
  return typeof start === 'number' ? start : 0;
}

function nodeOf(error: unknown): ASTNode | undefined {
  const node = property(error, 'node');
  return isNode(node) ? node : undefined;
}

function isNode(node: unknown): node is ASTNode {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node && 'input' in node;
}
