/** Splits the fix of a policy into prose, which may be wrapped, and code, which may not. */

/** A part of the fix of a policy. */
export interface RemedyBlock {
  readonly kind: 'prose' | 'code';
  /** Prose has one line. Code keeps its lines and relative indentation. */
  readonly lines: readonly string[];
  /** Of code: what a fence around it names. */
  readonly language?: 'hcl' | 'shell' | 'text';
}

const command =
  /^(?:\$ |(?:terraform|tofu|terragrunt|firebreak|aws|gcloud|bq|az|git|kubectl|helm|grep|jq|echo|curl|cat|ssh-keygen) \S)/;
const attribute = /^[a-z_][\w.[\]"]* += \S/;
const blockOpens = /^[a-z_]+(?: +"[^"]*")* *\{/;

/**
 * Returns the blocks of a fix. A line is code if it is fenced, indented, part of an HCL block, an assignment or a
 * command.
 */
export function remedyBlocks(remedy: string): readonly RemedyBlock[] {
  const blocks: { kind: 'prose' | 'code'; lines: string[]; named?: string }[] = [];
  let fenced = false;
  let named = '';
  let braces = 0;
  let paragraphEnded = true;
  const add = (kind: 'prose' | 'code', line: string): void => {
    const last = blocks.at(-1);
    if (!last || last.kind !== kind || paragraphEnded) blocks.push({ kind, lines: [line], named });
    else if (kind === 'code') last.lines.push(line);
    else last.lines = [`${last.lines[0]} ${line}`];
    paragraphEnded = false;
  };
  for (const line of remedy.trim().split(/\r?\n/)) {
    if (/^\s*```/.test(line)) {
      fenced = !fenced;
      named = fenced ? line.trim().slice(3) : '';
      continue;
    }
    const last = blocks.at(-1);
    // Inside a wrapped sentence, a word that is also the name of a command is just a word.
    const mayBegin = paragraphEnded || last?.kind !== 'prose' || last.lines[0]?.endsWith(':') === true;
    const isCode =
      fenced ||
      braces > 0 ||
      /^#\s/.test(line) ||
      /^(?: {2,}|\t)\S/.test(line) ||
      blockOpens.test(line) ||
      attribute.test(line) ||
      (mayBegin && command.test(line));
    if (line.trim() === '' && !isCode) {
      paragraphEnded = true;
      continue;
    }
    if (isCode && !fenced) braces = Math.max(0, braces + occurrences(line, '{') - occurrences(line, '}'));
    add(isCode ? 'code' : 'prose', isCode ? line.trimEnd() : line.trim());
  }
  return blocks.map(({ kind, lines, named: fence = '' }) =>
    kind === 'prose' ? { kind, lines } : { kind, lines: dedent(lines), language: languageOf(lines, fence) },
  );
}

function languageOf(lines: readonly string[], fence: string): NonNullable<RemedyBlock['language']> {
  const code = lines.map((line) => line.trim()).filter((line) => !line.startsWith('#'));
  const [first = ''] = code;
  const isCommand = fence === '' && command.test(first) && !blockOpens.test(first);
  if (isCommand || /^(?:sh|shell|bash|console)$/.test(fence)) return 'shell';
  if (fence === 'hcl' || fence === 'terraform') return 'hcl';
  return fence === '' && code.some((line) => blockOpens.test(line) || attribute.test(line)) ? 'hcl' : 'text';
}

/** Returns the whole fix as plain text: a line for each paragraph, code indented. */
export function remedyText(remedy: string): string {
  return remedyBlocks(remedy)
    .flatMap(({ kind, lines }) => (kind === 'prose' ? lines : lines.map((line) => `  ${line}`)))
    .join('\n');
}

function occurrences(line: string, character: string): number {
  return line.split(character).length - 1;
}

function dedent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(common));
}
