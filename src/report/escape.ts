/** One escape per target language: whatever comes from a plan may have been written to be misread. */

/** Controls, bidi and zero-width characters, blanks that are not a space, lone surrogates: nothing a reader can see. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** `##[…]` (GitHub, Azure), `##vso[…]`, `##teamcity[…]`: runners obey these anywhere in a line. */
const runnerCommand = /##(?=\w*\[)/g;

/** Text on one line of a terminal or a log: what cannot be seen is shown as `\u{202e}`. */
export function terminal(text: string): string {
  return text.replace(invisible, codePointText).replace(runnerCommand, '#\\u{23}');
}

function codePointText(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Makes each finished line harmless to a runner that obeys `::command::` behind blanks (colour codes allowed before). */
export function guardLines(text: string): string {
  return text.replace(/^((?:[ \t]|\x1b\[[0-9;]*m)*):(?=(?:\x1b\[[0-9;]*m)*:)/gm, '$1\\u{3a}');
}

/**
 * Keeps head and tail of a long text: both ends of an address say something.
 * `max` counts UTF-16 units; a surrogate pair is never cut.
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  const tail = text.slice(text.length - (max - 1 - head));
  return `${text.slice(0, head).replace(/[\ud800-\udbff]$/, '')}…${tail.replace(/^[\udc00-\udfff]/, '')}`;
}

/** Markdown that renders as exactly this text on one line: no markup, no HTML, no mention, no reference, no link. */
export function markdownInline(text: string): string {
  return (
    terminal(text)
      .replace(/&/g, '&amp;')
      .replace(/[\\`*_[\]~$]/g, '\\$&')
      .replace(/^ +/, '')
      // Block markup exists only at the start of a line.
      .replace(/^(?:[-+=#]|\d+(?=[.)]))/, (found) => (/\d/.test(found) ? `${found}&#8203;` : `\\${found}`))
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/\|/g, '&#124;')
      // GitHub looks for mentions, references, emoji and links in the *rendered* text: an entity alone does not stop it.
      .replace(/@/g, '@&#8203;')
      .replace(/(?<!&)#(?=\d)/g, '#&#8203;')
      .replace(/\b(GH-)(?=\d)/gi, '$1&#8203;')
      .replace(/:(?=\/\/|[\w+\\-]+:)/g, ':&#8203;')
      .replace(/\bwww(?=\.)|\b(?:mailto|xmpp)(?=:)/gi, '$&&#8203;')
  );
}

/**
 * A code span; the fence is longer than any run of backticks inside. Where something inside looks like HTML it is written
 * with entities, for not every reader of Markdown respects a code span. Not for table cells: see `markdownCell`.
 */
export function markdownCode(text: string): string {
  if (text.includes('<')) return `<code>${markdownInline(text)}</code>`;
  const content = terminal(text);
  if (content.trim() === '') return '`(empty)`';
  const fence = '`'.repeat(longestRun(content) + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A code span for a table cell, where pipes end the cell even inside backticks. */
export function markdownCell(text: string): string {
  return /[|\\`]/.test(text) ? `<code>${markdownInline(text)}</code>` : markdownCode(text);
}

/** A fenced block; the fence is longer than any run of backticks inside. */
export function markdownFence(lines: readonly string[], language = ''): string {
  const safe = lines.map(terminal);
  const fence = '`'.repeat(Math.max(3, ...safe.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...safe, fence].join('\n');
}

/** Text of HTML, or of an attribute in either kind of quotes. */
export function html(text: string): string {
  return terminal(text).replace(/[&<>"'`|]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A label between quotes in a Mermaid graph: all but plain letters, digits and a few signs by number. */
export function mermaidLabel(text: string): string {
  return terminal(text).replace(/[^A-Za-z0-9 _.,/-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
