/** Predicts what a command prints and which files it writes, as far as the command line itself determines it. */
import { Buffer } from 'node:buffer';
import type { HereDoc, Redirection } from 'unbash';
import { expandToText, expandWhole } from './expand.ts';
import { folderIn, type InputUse, readInput, type Scope, writeFile } from './scope.ts';
import { isUnknown, programName, unknownText } from './word.ts';

/** The text that a command prints; undefined if it is unknown. */
export type Output = string | undefined;

/**
 * Returns the output of several commands that run one after the other. Unknown parts are marked if another part is
 * known.
 */
export function joinOutputs(outputs: readonly Output[]): Output {
  const printed = outputs.filter((output) => output !== '');
  if (printed.length === 0) return outputs.length > 0 ? '' : undefined;
  return printed.some((output) => output !== undefined)
    ? printed.map((output) => output ?? unknownText).join('\n')
    : undefined;
}

/** Returns what a common command such as `echo`, `cat` or `find` prints; undefined if unknown. */
export function predictOutput(call: {
  readonly words: readonly string[];
  readonly input: Output;
  readonly scope: Scope;
  /** What is done with the output. */
  readonly use: InputUse;
}): Output {
  const [program = '', ...words] = call.words;
  const { input, scope, use } = call;
  const operands = words.filter((word) => !word.startsWith('-'));
  switch (programName(program)) {
    case 'echo':
      return `${words.filter((word) => !/^-[neE]+$/.test(word)).join(' ')}\n`.replaceAll('\\n', '\n');
    case 'printf':
      return formatted(words[0] === '--' ? words.slice(1) : words, scope);
    case 'cat':
    case 'head':
    case 'tail':
    case 'sort':
    case 'uniq': {
      const texts = operands.map((path) => readInput(scope, path, use));
      return texts.some((text) => text !== undefined) ? joinOutputs(texts) : input;
    }
    case 'grep':
    case 'tee':
    case 'sponge':
      return input;
    case 'ls':
      return operands.length > 0 ? [...operands, unknownText].join('\n') : undefined;
    case 'find':
    case 'fd': {
      const named = words.filter((_, at) => /^-i?(?:name|path|wholename)$/.test(words[at - 1] ?? ''));
      return named.length > 0 ? [...named, unknownText].join('\n') : undefined;
    }
    case 'cd':
    case 'pushd':
    case 'set':
    case 'export':
      return '';
    case 'pwd':
      return folderIn(scope);
    case 'dirname':
      return operands.map((path) => (/^[^/]*$/.test(path) ? '.' : path.replace(/\/+[^/]*$/, ''))).join('\n');
    case 'mktemp':
      return '/tmp/tmp.XXXXXXXXXX';
    case 'base64':
    case 'base32':
    case 'xxd':
    case 'openssl':
    case 'gunzip':
    case 'zcat':
    case 'uudecode':
      return decoded(programName(program), words, input);
    case 'which':
    case 'realpath':
    case 'readlink':
      return operands.at(-1);
    case 'command':
    case 'type':
      return words.some((word) => /^-[vVpP]$/.test(word)) ? operands.at(-1) : undefined;
    default:
      return undefined;
  }
}

/**
 * Name of a program that stands for text that was decoded and is unknown. A shell that is given it runs what nobody can
 * read, and there is a rule for that.
 */
export const decodedText = 'decoded-text';

/** Returns the text behind `base64 -d`, and a mark for what other programs unpack; undefined if nothing is decoded. */
function decoded(program: string, words: readonly string[], input: Output): Output {
  const decodes = words.some((word) => /^-(?:d|D|r|di|rp|c|dc|cd|A)$|^--decode$|^--reverse$|^-revert$/.test(word));
  if (!decodes && program !== 'zcat' && program !== 'gunzip' && program !== 'uudecode') return undefined;
  if (program === 'base64' && input !== undefined && !isUnknown(input)) return Buffer.from(input, 'base64').toString();
  return decodedText;
}

/**
 * Returns the standard input that a here-document, a here-string or a file provides; undefined if unknown. Files that
 * this line did not write are read only if `use` says that it matters.
 */
export function inputOf(redirects: readonly Redirection[], scope: Scope, use: InputUse): Output {
  const given = redirects.findLast(({ type, operator }) => type !== 'Redirect' || operator === '<');
  if (given?.type === 'HereDoc') return hereDocument(given, scope);
  if (!given?.target) return undefined;
  const text = expandWhole(given.target, scope);
  return given.type === 'HereString' ? text : readInput(scope, text, use);
}

function hereDocument({ body }: HereDoc, scope: Scope): string {
  return body.parts ? expandToText(body.parts, scope) : body.text;
}

/** Records output that is redirected into files, so that a later command can read it. */
export function recordRedirectedOutput(redirects: readonly Redirection[], output: Output, scope: Scope): void {
  if (output === undefined) return;
  for (const redirect of redirects)
    if (redirect.type === 'Redirect' && redirect.operator.includes('>') && redirect.target)
      writeFile(scope, expandWhole(redirect.target, scope), output, { adds: redirect.operator.endsWith('>>') });
}

/** Records files that a command writes itself, such as `tee f` or `cp f g`. */
export function recordWrittenFiles([name = '', ...args]: readonly string[], input: Output, scope: Scope): void {
  const operands = args.filter((word) => !word.startsWith('-'));
  const adds = args.includes('-a');
  if (/^(?:tee|sponge)$/.test(name) && input !== undefined)
    for (const path of operands) writeFile(scope, path, input, { adds });
  if (name === 'dd' && input !== undefined)
    for (const word of operands) if (word.startsWith('of=')) writeFile(scope, word.slice(3), input, { adds: false });
  const to = operands.at(-1);
  if (!/^(?:cp|mv|ln|install)$/.test(name) || to === undefined) return;
  for (const from of operands.slice(0, -1)) {
    // Of what is there before, only what may be a script: a copy of much else would be read for nothing.
    const text = readInput(
      scope,
      from,
      /\.(?:sh|bash|zsh|py|rb|[cm]?[jt]s|pl|sql)$|^[^.]+$/.test(from) ? 'passes' : null,
    );
    if (text !== undefined) writeFile(scope, to, text, { adds: false });
  }
}

function formatted([format = '', ...values]: readonly string[], scope: Scope): string {
  let next = 0;
  const once = () => {
    scope.budget.spendOn(format);
    return format.replace(/%[-+ 0-9.]*[a-zA-Z%]/g, (verb) => (verb === '%%' ? '%' : (values[next++] ?? '')));
  };
  let text = once();
  while (next > 0 && next < values.length) text += once();
  return text.replaceAll('\\n', '\n');
}
