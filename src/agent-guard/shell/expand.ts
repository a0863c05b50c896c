/** Expands a parsed word as a shell would: quotes, variables, braces, substitutions. */
import type { ParameterExpansionPart, ProcessSubstitutionPart, Word, WordPart } from 'unbash';
import { type Scope, type Value, writeFile } from './scope.ts';
import { unknownName, unknownText, unknownWords } from './word.ts';

/** Limit of brace alternatives per word. A word with more of them is unknown. */
const maxBraces = 256;

/**
 * Returns the words that the shell makes of this one. Unknown parts are marked with the marks of word.ts.
 * @throws BudgetExceeded
 */
export function expand(word: Word, scope: Scope): readonly string[] {
  const { parts } = word;
  if (parts && countOf(parts) > maxBraces) return [unknownWords];
  const words = parts ? expandParts(parts, scope) : [word.value];
  for (const text of words) scope.budget.spendOn(text);
  return words;
}

function countOf(parts: readonly WordPart[]): number {
  return parts.reduce(
    (product, { type, text }) => product * (type === 'BraceExpansion' ? text.split(',').length : 1),
    1,
  );
}

function expandParts(parts: readonly WordPart[], scope: Scope): readonly string[] {
  const at = parts.findIndex(({ type }) => type === 'BraceExpansion');
  const brace = parts[at];
  if (brace === undefined) return fieldsOf(parts, scope);
  return alternativesOf(brace.text).flatMap((value) => {
    const literal: WordPart = { type: 'SingleQuoted', pos: brace.pos, end: brace.end, text: value, value };
    return expandParts(parts.with(at, literal), scope);
  });
}

/**
 * Returns the parts as one word, as inside double quotes.
 * @throws BudgetExceeded
 */
export function expandToText(parts: readonly WordPart[], scope: Scope): string {
  const text = parts.map((part) => textOf(part, scope)).join('');
  scope.budget.spendOn(text);
  return text;
}

/**
 * Returns the expansion of a word that is not split: the value of an assignment or the target of a redirection.
 * @throws BudgetExceeded
 */
export function expandWhole(word: Word, scope: Scope): string {
  return word.parts ? expandToText(word.parts, scope) : word.value;
}

function fieldsOf(parts: readonly WordPart[], scope: Scope): readonly string[] {
  const fields: string[] = [];
  let open: string | null = null;
  for (const part of parts) {
    const pieces = piecesOf(part, scope);
    if (pieces === null) {
      if (parts.length === 1) return [unknownWords];
      open = `${open ?? ''}${unknownText}`;
      continue;
    }
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) {
        if (open !== null) fields.push(open);
        open = null;
      }
      if (piece !== '' || quotes(part)) open = `${open ?? ''}${piece}`;
    }
  }
  return open === null ? fields : [...fields, open];
}

/**
 * Splits the part at blanks. The first and last piece join the neighboring parts. null: any number of unknown words.
 */
function piecesOf(part: WordPart, scope: Scope): readonly string[] | null {
  if (part.type === 'DoubleQuoted' && part.parts.length === 1) {
    const [only] = part.parts;
    if (only && isWholeList(only)) return expansionOf(only, scope);
  }
  if (!splits(part)) return [textOf(part, scope)];
  const value = expansionOf(part, scope);
  return value === null ? null : value.join(' ').split(/[ \t\n]+/);
}

function textOf(part: WordPart, scope: Scope): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString':
      return expandToText(part.parts, scope);
    case 'BraceExpansion':
      return part.text;
    case 'Glob':
      return unknownName;
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
      return expansionOf(part, scope)?.join(' ') ?? unknownText;
    case 'ProcessSubstitution':
      return fileOf(part, scope) ?? unknownText;
    default:
      return unknownText;
  }
}

type Expansion = Extract<WordPart, { type: 'SimpleExpansion' | 'ParameterExpansion' | 'CommandExpansion' }>;

function splits(part: WordPart): part is Expansion {
  return part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion' || part.type === 'CommandExpansion';
}

function quotes(part: WordPart): boolean {
  return part.type === 'DoubleQuoted' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted';
}

/** `"$@"` and `"${list[@]}"` expand to one word for each element. */
function isWholeList(part: WordPart): part is Expansion {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  return part.type === 'ParameterExpansion' && (part.parameter === '@' || part.index?.value === '@');
}

function expansionOf(part: Expansion, scope: Scope): Value {
  if (part.type === 'SimpleExpansion') return variable(scope, part.text.slice(1), { whole: false });
  if (part.type === 'ParameterExpansion') return parameter(part, scope);
  const output = part.script && scope.outputs.get(part.script);
  return output === undefined ? null : [output.replace(/\n+$/, '')];
}

/** `<(…)` expands to the path of a file that holds the output of the command. */
function fileOf({ script, operator }: ProcessSubstitutionPart, scope: Scope): string | undefined {
  const text = operator === '<' && script ? scope.outputs.get(script) : undefined;
  if (text === undefined) return undefined;
  const path = `/dev/fd/${scope.files.size}`;
  writeFile(scope, path, text, { adds: false });
  return path;
}

function parameter(part: ParameterExpansionPart, scope: Scope): Value {
  const { operation, index, prefix } = part;
  if (prefix !== undefined || (index && !/^[@*0]$/.test(index.value))) return null;
  const value = variable(scope, part.parameter, { whole: index !== undefined && index.value !== '0' });
  if (operation === undefined) return value;
  if (operation.type !== 'Default') return null;
  // Whether the variable is set in the environment is unknown, so the default written in the line is used.
  const { operator, operand } = operation;
  // The line sets it to something unknown, so that the default says nothing.
  if (value === null && scope.variables.has(part.parameter)) return null;
  if (operator.endsWith('?')) return value;
  const isSet = value !== null && (operator.startsWith(':') ? value.join('') !== '' : value.length > 0);
  return operator.endsWith('+') || !isSet ? expand(operand, scope) : value;
}

function variable(scope: Scope, name: string, options: { readonly whole: boolean }): Value {
  const value = scope.variables.get(name) ?? null;
  return value === null || options.whole || name === '@' || name === '*' ? value : value.slice(0, 1);
}

/** Returns a and b for `{a,b}`. Nested braces and ranges (`{1..3}`) are unknown. */
function alternativesOf(text: string): readonly string[] {
  const inside = text.slice(1, -1);
  if (/[{}$`]/.test(inside) || !inside.includes(',')) return [unknownText];
  return inside.split(',').map((part) => part.replace(/["'\\]/g, ''));
}
