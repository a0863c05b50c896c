/** Finds the top-level blocks of an HCL text and their lines without a parser; unsure of anything, it says so. */

export interface TopLevelBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** 1-based. */
  readonly line: number;
}

const TOKEN =
  /(?<blank>[^\S\n]+|#[^\n]*|\/\/[^\n]*|\/\*.*?\*\/)|(?<newline>\n)|<<-?(?<heredoc>[\p{L}_][\p{L}\p{N}_-]*)[^\S\n]*\n|(?<quote>")|(?<open>[{([])|(?<close>[})\]])|(?<word>[\p{L}_][\p{L}\p{N}_-]*)|(?<other>.)/suy;

/** null where the text is not plainly balanced HCL: then only a real parser may judge it. */
export function findTopLevelBlocks(text: string): readonly TopLevelBlock[] | null {
  const blocks: TopLevelBlock[] = [];
  let header: string[] | null = [];
  let depth = 0;
  let line = 1;
  let counted = 0;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) return null;
    const start = at;
    at = TOKEN.lastIndex;
    if (groups.quote !== undefined) {
      at = endOfString(text, start);
      if (at < 0) return null;
      const label = text.slice(start + 1, at - 1);
      if (/[\\$%]/.test(label)) header = null;
      else if (depth === 0) header?.push(label);
    } else if (groups.heredoc !== undefined) {
      const end = new RegExp(`^[^\\S\\n]*${groups.heredoc}\\r?$`, 'mu').exec(text.slice(at));
      if (end === null) return null;
      at += end.index + end[0].length;
    } else if (groups.open !== undefined) {
      const [type, ...labels] = header ?? [];
      if (depth === 0 && groups.open === '{' && type !== undefined) {
        line += newlines(text, counted, start);
        counted = start;
        blocks.push({ type, labels, line });
      }
      header = null;
      depth += 1;
    } else if (groups.close !== undefined) {
      depth -= 1;
      if (depth < 0) return null;
    } else if (groups.newline !== undefined) {
      if (depth === 0) header = [];
    } else if (groups.word !== undefined) {
      if (depth === 0) header?.push(groups.word);
    } else if (groups.other !== undefined) {
      if (text.startsWith('/*', start)) return null;
      header = null;
    }
  }
  return depth === 0 ? blocks : null;
}

/** The index after the closing quote of the string that opens at `start`; -1 where it does not close. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') return at + 1;
    if (char === '\n') return -1;
    if (char === '\\') at += 2;
    else if (text.startsWith('$${', at) || text.startsWith('%%{', at)) at += 3;
    else if (text.startsWith('${', at) || text.startsWith('%{', at)) {
      at = endOfTemplate(text, at + 2);
      if (at < 0) return -1;
    } else at += 1;
  }
  return -1;
}

/** The index after the brace that closes the interpolation whose content begins at `start`; -1 without one. */
function endOfTemplate(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
      if (at < 0) return -1;
      continue;
    }
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return -1;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
