/** Templates of messages and remedies: words with CEL expressions in braces; `{{` and `}}` are braces themselves. */
import type { ParseResult } from '@marcbachmann/cel-js';
import type { PolicyEnvironment } from './cel.ts';
import type { Policy } from './policy.ts';
import { freeVariables, type Mistake } from './syntax.ts';
import { Unknown } from './unknown.ts';

/** `offset` counts from the start of the template to the expression's first character. */
export interface Slot {
  readonly expression: string;
  readonly offset: number;
}
export type Template = readonly (string | Slot)[];
export type CompiledTemplate = readonly (string | ((context: Readonly<Record<string, unknown>>) => unknown))[];

const longestList = 8;

/** Takes a template apart; a brace that is not closed, or closes nothing, is a mistake. */
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
      return { message: 'a `}` closes nothing', hint: 'write `}}` for a brace', offset: at };
    } else if (character === '{') {
      const end = closingBrace(text, at + 1);
      if (end < 0) return { message: 'a `{` is not closed', hint: 'write `{{` for a brace', offset: at };
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

/** Compiles a template that parses. */
export function compileTemplate(policy: Policy, own: PolicyEnvironment, template: Template): CompiledTemplate {
  return template.map((part) =>
    typeof part === 'string' ? part : own.environment.parse(qualified(policy, own, part.expression)),
  );
}

/** `{address}` is short for `{change.address}`. */
export function qualified({ subject }: Policy, { environment, fields }: PolicyEnvironment, expression: string): string {
  const own = new Set(fields[subject]);
  let ast: ParseResult['ast'];
  try {
    ({ ast } = environment.parse(expression));
  } catch {
    return expression; // It stays as it is and is reported by whoever checks it.
  }
  const short = freeVariables(ast).filter(({ name }) => own.has(name) && name !== subject);
  return short
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((text, { offset }) => `${text.slice(0, offset)}${subject}.${text.slice(offset)}`, expression);
}

/**
 * Fills a template in. Lists are joined, long ones cut; what is not known reads `unknown`.
 * Throws whatever else an expression throws.
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
