/**
 * Recipes of files that are not parsed: Rakefile, tasks.py, noxfile.py, tox.ini, mise.toml, hooks and workflows. The section
 * of a name is found by how such files are written, and judged by the commands and texts in it.
 */
import { type EntryCall, maxRecipes, recipeFileLines, type Step } from './entry-call.ts';

/** Returns what the sections of the names run, with the sections that they name themselves. */
export function sectionSteps(call: EntryCall): readonly Step[] {
  const { entry, folder, names, text } = call;
  const lines = recipeFileLines([text, ...moreTexts(call)].join('\n\n'));
  const wanted = names.length > 0 ? names : ['default'];
  const sections =
    names.length === 0 && entry.all ? [lines] : reachableSections(lines, wanted.map(lastPart), entry.code === true);
  return [
    ...scriptsNamed(call),
    ...sections.flatMap((section): readonly Step[] => {
      const code: Step = { script: section.join('\n'), folder, kind: 'code' };
      if (entry.code) return [code];
      return [code, ...section.flatMap(valueIn).map((script): Step => ({ script, folder, kind: 'guess' }))];
    }),
  ];
}

/** A folder without an ending holds one script for each name. */
function scriptsNamed({ entry, folder, names, read }: EntryCall): readonly Step[] {
  const folders = (entry.more ?? []).filter((pattern) => pattern.endsWith('/*'));
  return folders.flatMap((pattern) =>
    names.flatMap((name) => {
      const script = read(`${pattern.slice(0, -1)}${name.replaceAll(':', '/')}`, folder);
      return script === null ? [] : [{ script, folder }];
    }),
  );
}

/** `db:drop` and `infra.down` are `drop` and `down` in a namespace; `drop[prod]` has an argument. */
function lastPart(name: string): string {
  return name.replace(/\[.*$/s, '').split(/[:.]/).at(-1) ?? name;
}

function moreTexts({ entry, folder, list, read }: EntryCall): readonly string[] {
  return (entry.more ?? []).flatMap((pattern) => {
    const [, dir = '.', ending = ''] = /^(.*)\/\*(.*)$/.exec(pattern) ?? [];
    if (ending === '') return [];
    const files = list(dir, folder).filter((name) => name.endsWith(ending));
    return files.map((name) => read(`${dir}/${name}`, folder)).filter((text) => text !== null);
  });
}

type Lines = readonly string[];

function reachableSections(lines: Lines, names: readonly string[], isCode: boolean): readonly Lines[] {
  const seen = new Set<string>();
  const found: Lines[] = [];
  const source = { lines, index: indexOf(lines), isCode };
  const open = [...names];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    if (seen.has(name) || seen.size > maxRecipes) continue;
    seen.add(name);
    for (const section of sectionsOf(source, name)) {
      found.push(section);
      open.push(...namesIn(section, isCode));
    }
  }
  return found;
}

/** Words of the formats themselves. */
const keywords = new Set(
  'task tasks desc do end def func function fn async export const session python name'.split(' '),
);

/** Names of other sections: in the first line of a task, in lists of what runs before or after it, and in calls. */
function namesIn(section: Lines, isCode: boolean): readonly string[] {
  const lists =
    /^\s*@|\b(?:depends(?:[-_]?on)?|deps|needs|pre|post|before|after|notify|invoke|execute)\b["']?\s*[=:([]/i;
  const told = section.filter((line, i) => (isCode && i === 0) || lists.test(line)).join('\n');
  const called = isCode ? [...section.join('\n').matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map(([, name = '']) => name) : [];
  const names = [...(told.match(/[A-Za-z_][\w-]*/g) ?? []), ...called].filter((name) => !keywords.has(name));
  return [...new Set(names)].slice(0, maxRecipes);
}

/** The numbers of the lines that hold a word, in any spelling of it: `clean_all` and `clean-all` are one. */
type WordIndex = ReadonlyMap<string, readonly number[]>;

interface Source {
  readonly lines: Lines;
  readonly index: WordIndex;
  readonly isCode: boolean;
}

function indexOf(lines: Lines): WordIndex {
  const index = new Map<string, number[]>();
  lines.forEach((line, at) => {
    for (const word of new Set((line.match(/[A-Za-z_][\w-]*/g) ?? []).map(plain))) {
      const known = index.get(word);
      if (known) known.push(at);
      else index.set(word, [at]);
    }
  });
  return index;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}

function sectionsOf({ lines, index, isCode }: Source, name: string): readonly Lines[] {
  const pattern = name.split(/[-_]/).map(escaped).join('[-_]?').replaceAll('\\*', '[\\w-]*');
  const isTable = new RegExp(`^\\s*\\[+(?:[^\\]]*[.:\\s"'])?${pattern}["']?\\s*\\]`, 'i');
  const definitions = [
    `^(?!\\s*@).*\\b(?:def|func|function|fn|task|multitask|registerTask)\\b[\\s(:'"]+${pattern}\\b`,
    `\\bexports\\.${pattern}\\b`,
    `^\\s*@.*\\bname\\s*=\\s*["']${pattern}["']`,
  ];
  const keys = [
    `^\\s*(?:-\\s+)?["']?${pattern}["']?(?::|\\s*=)`,
    `^\\s*-?\\s*(?:id|name)\\s*[:=]\\s*["']?${pattern}["']?\\s*,?\\s*$`,
  ];
  const isHead = new RegExp((isCode ? definitions : [...definitions, ...keys]).join('|'), 'i');
  const candidates = name.includes('*') ? lines.keys() : (index.get(plain(name)) ?? []);
  return [...candidates].flatMap((at) => {
    const line = lines[at] ?? '';
    const isDecorator = /^\s*@/.test(line);
    const isNext = isTable.test(line)
      ? (next: string) => /^\s*\[/.test(next)
      : (next: string) => indentOf(next) <= indentOf(lines[start] ?? '') && !/^\s*(?:[)\]}]|end\b)/.test(next);
    if (!isTable.test(line) && !isHead.test(line)) return [];
    const start = startOf(lines, at);
    // Below the decorator stands what it decorates.
    const head = isDecorator ? endOf(lines, at, (next) => !/^\s*@/.test(next)) : at;
    return [lines.slice(start, endOf(lines, head, isNext))];
  });
}

/** A section begins with its decorators, or with the item of a list that the line stands in. */
function startOf(lines: Lines, at: number): number {
  let start = at;
  while (/^\s*@/.test(lines[start - 1] ?? '')) start--;
  const line = lines[at] ?? '';
  if (!/^\s+(?:id|name)\s*:/.test(line)) return start;
  while (start > 0 && !(/^\s*-\s/.test(lines[start] ?? '') && indentOf(lines[start] ?? '') < indentOf(line))) start--;
  return start;
}

function endOf(lines: Lines, at: number, isNext: (line: string) => boolean): number {
  const rest = lines.slice(at + 1).findIndex((line) => line.trim() !== '' && isNext(line));
  return rest < 0 ? lines.length : at + 1 + rest;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Returns the value of a key or of an item of a list, as a command line; none for what only describes. */
function valueIn(line: string): readonly string[] {
  const [, key = '', value = ''] = /^\s*(?:-\s+)?(?:["']?([\w.-]+)["']?\s*[:=]\s*)?(.*)$/.exec(line) ?? [];
  if (/^\s*#/.test(line) || /^(?:desc|description|help|title|summary|name|if|uses)$/i.test(key)) return [];
  const text = value
    .trim()
    .replace(/,$/, '')
    .replace(/^(["'])(.*)\1$/, '$2');
  // The texts of a list are judged as those of code are.
  return text === '' || text.startsWith('[') ? [] : [text];
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
