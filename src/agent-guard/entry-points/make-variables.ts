/** Expands variables and functions of Make. */
import { shellReference, unknownReference } from './entry-call.ts';

/** Variables by name, unexpanded. */
export type MakeVariables = Map<string, string>;

/** Work that is left for one text. */
interface Steps {
  left: number;
  depth: number;
}

const maxDepth = 20;
const maxSteps = 2_000;
const maxLength = 20_000;
const maxWords = 50;

/**
 * Returns the text as Make hands it to the shell. Variables that the file does not set may stand in the environment,
 * so they become variables of the shell; `$(shell x)` becomes `$(x)`. Other functions are unknown.
 */
export function expandMake(
  text: string,
  variables: ReadonlyMap<string, string>,
  steps: Steps = { left: maxSteps, depth: 0 },
): string {
  // Variables that stand for several others can take more time than there is.
  if (--steps.left < 0 || steps.depth > maxDepth) return unknownReference;
  steps.depth++;
  let result = '';
  for (let at = 0; at < text.length && result.length < maxLength; at++) {
    if (text[at] !== '$') {
      result += text[at];
      continue;
    }
    const open = text[++at];
    if (open === undefined) break;
    if (open === '$') result += '$';
    else if (open === '(' || open === '{') {
      const end = closing(text, at);
      result += reference(text.slice(at + 1, end), variables, steps);
      at = end;
    } else result += reference(open, variables, steps);
  }
  steps.depth--;
  return result;
}

/** Both branches of an `if` count, each on a line of its own; `foreach` repeats its text. */
function branches(
  name: 'if' | 'foreach',
  [first = '', second = '', ...others]: readonly string[],
  { variables, steps }: { readonly variables: ReadonlyMap<string, string>; readonly steps: Steps },
): string {
  const expand = (text: string, own: ReadonlyMap<string, string> = variables) => expandMake(text, own, steps);
  if (name === 'if')
    return [second, others.join(',')]
      .map((text) => expand(text))
      .filter(Boolean)
      .join('\n');
  const words = expand(second).split(/\s+/).filter(Boolean).slice(0, maxWords);
  return words.map((word) => expand(others.join(','), new Map([...variables, [first.trim(), word]]))).join(' ');
}

/** Splits at commas that are not in a reference. */
function argumentsOf(text: string): readonly string[] {
  const args = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(' || letter === '{') depth++;
    if (letter === ')' || letter === '}') depth--;
    if (letter === ',' && depth === 0) args.push('');
    else args[args.length - 1] += letter;
  }
  return args;
}

function closing(text: string, start: number): number {
  const [open, close] = text[start] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return text.length;
}

function reference(inside: string, variables: ReadonlyMap<string, string>, steps: Steps): string {
  const [, name = '', rest = ''] = /^([\w-]+)\s+(.*)$/s.exec(inside) ?? [];
  if (name === 'shell') return `$(${expandMake(rest, variables, steps)})`;
  if (name === 'call') {
    const [called = '', ...args] = rest.split(',').map((arg) => expandMake(arg.trim(), variables, steps));
    const given = args.map((arg, i) => [String(i + 1), arg] as const);
    const body = variables.get(called);
    return body === undefined ? unknownReference : expandMake(body, new Map([...variables, ...given]), steps);
  }
  if (name === 'or' || name === 'strip') return expandMake(rest, variables, steps);
  if (name === 'if' || name === 'foreach') return branches(name, argumentsOf(rest), { variables, steps });
  if (name !== '') return unknownReference;
  const key = expandMake(inside.replace(/:.*=.*$/, ''), variables, steps);
  const value = variables.get(key) ?? (/^[@*<^?+|][DF]$/.test(key) ? variables.get(key.slice(0, 1)) : undefined);
  return value === undefined ? shellReference(key) : expandMake(value, variables, steps);
}
