/** Escapes text for each output language. Text from a plan may be crafted to mislead the reader. */

/**
 * Control, bidirectional and zero-width characters, unusual spaces and lone surrogates: characters that a reader
 * cannot see.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** Commands that CI runners execute anywhere in a line: `##[…]` (GitHub, Azure), `##vso[…]`, `##teamcity[…]`. */
const runnerCommand = /##(?=\w*\[)/g;

/** Returns the text on one line for a terminal or log. Invisible characters are shown as `\u{202e}`. */
export function terminal(text: string): string {
  // Most texts are plain.
  if (/^[ -~]*$/.test(text) && !text.includes('##')) return text;
  return text.replace(invisible, codePointText).replace(runnerCommand, '#\\u{23}');
}

function codePointText(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Disarms lines that a runner would execute as `::command::`. Blanks and color codes may come before the colons. */
export function guardLines(text: string): string {
  return text.replace(/^((?:[ \t]|\x1b\[[0-9;]*m)*):(?=(?:\x1b\[[0-9;]*m)*:)/gm, '$1\\u{3a}');
}

/**
 * Shortens a long text in the middle, since both ends of an address are informative.
 * @param max in UTF-16 code units; surrogate pairs are not split
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  const tail = text.slice(text.length - (max - 1 - head));
  return `${text.slice(0, head).replace(/[\ud800-\udbff]$/, '')}…${tail.replace(/^[\udc00-\udfff]/, '')}`;
}

/**
 * Returns Markdown that renders as exactly this text on one line, without markup, HTML, mentions, references or
 * links.
 */
export function markdownInline(text: string): string {
  return (
    terminal(text)
      .replace(/&/g, '&amp;')
      .replace(/[\\`*_[\]~$]/g, '\\$&')
      .replace(/^ +/, '')
      // Block markup is recognized only at the start of a line.
      .replace(/^(?:[-+=#]|\d+(?=[.)]))/, (found) => (/\d/.test(found) ? `${found}&#8203;` : `\\${found}`))
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/\|/g, '&#124;')
      // GitHub searches the rendered text for mentions, references, emoji and links, so an entity alone does not
      // prevent them.
      .replace(/@/g, '@&#8203;')
      .replace(/(?<!&)#(?=\d)/g, '#&#8203;')
      .replace(/\b(GH-)(?=\d)/gi, '$1&#8203;')
      .replace(/:(?=\/\/|[\w+\\-]+:)/g, ':&#8203;')
      .replace(/\bwww(?=\.)|\b(?:mailto|xmpp)(?=:)/gi, '$&&#8203;')
  );
}

/**
 * Returns a code span whose fence is longer than any run of backticks in the text. Text with `<` becomes a `<code>`
 * element with entities, because not all Markdown renderers respect code spans. For table cells use `markdownCell`.
 */
export function markdownCode(text: string): string {
  if (text.includes('<')) return `<code>${markdownInline(text)}</code>`;
  const content = terminal(text);
  if (content.trim() === '') return '`(empty)`';
  const fence = '`'.repeat(longestRun(content) + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** Returns a code span for a table cell, where a pipe ends the cell even between backticks. */
export function markdownCell(text: string): string {
  return /[|\\`]/.test(text) ? `<code>${markdownInline(text)}</code>` : markdownCode(text);
}

/** Returns a fenced block whose fence is longer than any run of backticks in the text. */
export function markdownFence(lines: readonly string[], language = ''): string {
  const safe = lines.map(terminal);
  const fence = '`'.repeat(Math.max(3, ...safe.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...safe, fence].join('\n');
}

/** Escapes text for HTML content and for quoted attributes. */
export function html(text: string): string {
  return terminal(text).replace(/[&<>"'`|]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Escapes a quoted label of a Mermaid graph: every character except letters, digits and a few signs becomes an
 * entity.
 */
export function mermaidLabel(text: string): string {
  return terminal(text).replace(/[^A-Za-z0-9 _.,/-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}

/** Escapes text for XML content and attributes: as for HTML, and without the two characters that XML 1.0 forbids. */
export function xml(text: string): string {
  return html(text).replace(/[\ufffe\uffff]/g, codePointText);
}

/** Returns a path as a relative URI. */
export function uriOf(path: string): string {
  return path.split('/').map(uriStepOf).join('/');
}

/** Returns one step of a path, percent-encoded. */
export function uriStepOf(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/** Returns an absolute URL with everything percent-encoded that could end a link in Markdown, HTML or plain text. */
export function linkUrl(url: string): string {
  return encodeURI(url.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[()'*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
