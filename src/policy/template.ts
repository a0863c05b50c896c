/** Templates of messages and fixes: text with CEL expressions in braces. `{{` and `}}` are literal braces. */
import type { ParseResult } from '@marcbachmann/cel-js';
import type { PolicyEnvironment } from './cel.ts';
import type { Policy } from './policy.ts';
import { freeVariables, type Mistake } from './syntax.ts';
import { Unknown } from './unknown.ts';

/**
 * An expression in a template. `offset` counts from the start of the template to the first character of the
 * expression.
 */
export interface Slot {
  readonly expression: string;
  readonly offset: number;
}
/** Texts and expressions of a template, in order. */
export type Template = readonly (string | Slot)[];
/** A template whose expressions are compiled to functions. */
export type CompiledTemplate = readonly (string | ((context: Readonly<Record<string, unknown>>) => unknown))[];

const longestList = 8;

/** Returns the parts of a template, or a mistake if braces are not balanced. */
export function parseTemplate(text: string): Template | Mistake {
  const parts: (string | Slot)[] = [];
  let words = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    if ((character === '{' || character === '}') && text[at + 1] === character) {
      words += character;
      at += 2;
    } else if (character === '}') {
      return { message: '`}` without `{`', hint: 'For a literal brace, write `}}`.', offset: at };
    } else if (character === '{') {
      const end = closingBrace(text, at + 1);
      if (end < 0) return { message: '`{` without `}`', hint: 'For a literal brace, write `{{`.', offset: at };
      if (words) parts.push(words);
      words = '';
      parts.push({ expression: text.slice(at + 1, end), offset: at + 1 });
      at = end + 1;
    } else {
      words += character;
      at += 1;
    }
  }
  return words ? [...parts, words] : parts;
}

/** Compiles a template that was parsed without a mistake. */
export function compileTemplate(policy: Policy, own: PolicyEnvironment, template: Template): CompiledTemplate {
  return template.map((part) =>
    typeof part === 'string' ? part : own.environment.parse(qualified(policy, own, part.expression)),
  );
}

/** Returns the expression with the subject added to its fields: `{address}` is short for `{change.address}`. */
export function qualified({ subject }: Policy, { environment, fields }: PolicyEnvironment, expression: string): string {
  const own = new Set(fields[subject]);
  let ast: ParseResult['ast'];
  try {
    ({ ast } = environment.parse(expression));
  } catch {
    return expression; // A syntax error is reported when the expression is checked.
  }
  const short = freeVariables(ast).filter(({ name }) => own.has(name) && name !== subject);
  return short
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((text, { offset }) => `${text.slice(0, offset)}${subject}.${text.slice(offset)}`, expression);
}

/**
 * Returns the text of a template. Lists are joined and cut after 8 items; an unknown value is shown as `unknown`.
 * @throws any error of an expression except `Unknown`
 */
export function renderTemplate(template: CompiledTemplate, context: Readonly<Record<string, unknown>>): string {
  return template.map((part) => (typeof part === 'string' ? part : shown(part, context))).join('');
}

function shown(
  expression: (context: Readonly<Record<string, unknown>>) => unknown,
  context: Readonly<Record<string, unknown>>,
): string {
  try {
    return toText(expression(context));
  } catch (error) {
    if (error instanceof Unknown) return 'unknown';
    throw error;
  }
}

function toText(value: unknown): string {
  if (Array.isArray(value)) {
    const shownItems = value.slice(0, longestList).map(toText).join(', ');
    return value.length > longestList ? `${shownItems} and ${value.length - longestList} more` : shownItems;
  }
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value);
}

function closingBrace(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '}') return at;
  }
  return -1;
}
