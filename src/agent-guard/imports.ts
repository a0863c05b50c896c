/** Modules of the project that code imports, and what of them it may run. */
import { withoutComments } from './code.ts';

/** Number of modules, and of their characters, that one command line leads to. */
const maxImports = 12;
const maxImported = 20_000;

/** Returns the paths of imported modules without endings, as seen from the folder of the file. */
export function importedPaths(code: string): readonly string[] {
  const found = new Set<string>();
  // Python: `import a.b, c`, `from .a import b, c`.
  for (const [, names = ''] of code.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)$/gm))
    for (const name of names.split(',')) found.add(pathOf(name.trim().replace(/\s+as\s.*$/, '')));
  for (const [, from = '', names = ''] of code.matchAll(
    /^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)/gm,
  )) {
    found.add(pathOf(from));
    for (const name of names.match(/\w+/g) ?? []) found.add(`${pathOf(from)}/${name}`);
  }
  // JavaScript: `from './a.js'`, `require('./a')`, `import('./a')`. Ruby: `require_relative 'a'`.
  for (const [, path = ''] of code.matchAll(/(?:\bfrom|\brequire\(|\bimport\(?)\s*['"`](\.{1,2}\/[^'"`\n]+)['"`]/g))
    found.add(path);
  for (const [, path = ''] of code.matchAll(/\brequire_relative\s*\(?\s*['"]([^'"\n]+)['"]/g)) found.add(`./${path}`);
  return [...found].slice(0, maxImports * 4);
}

/** `a.b` is `./a/b`, `..a` is `../a`. */
function pathOf(module: string): string {
  const [, dots = '', name = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
  const up = dots.length > 1 ? '../'.repeat(dots.length - 1).slice(0, -1) : '.';
  return name === '' ? up : `${up}/${name.replaceAll('.', '/')}`;
}

const definition =
  /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:(?:def|class|function\*?)\s+([A-Za-z_$][\w$]*)|(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*(?:async\b|function\b|\([^()]*\)\s*=>|[\w$]+\s*=>))/;

/** Each turn looks at all blocks again. */
const maxBlocks = 1_000;

/**
 * Returns the parts of a module that run when it is imported, and the functions that the importing code may call: those
 * whose names it holds, and those that these call.
 */
export function partsInUse(module: string, importing: string): string {
  const blocks: { readonly name: string | null; readonly lines: string[] }[] = [];
  let decorators: string[] = [];
  for (const line of withoutComments(module).split('\n')) {
    const open = blocks.at(-1);
    if (/^@/.test(line)) decorators.push(line);
    else if (/^(?:\s|[)\]}]|end\b|$)/.test(line) && open) open.lines.push(line);
    else if (!/^(?:module\.exports|exports\.|export\s*[{*])/.test(line)) {
      const [, name = null, arrow = null] = definition.exec(line) ?? [];
      blocks.push({ name: name ?? arrow, lines: [...decorators, line] });
      decorators = [];
    }
  }
  if (blocks.length > maxBlocks) return module;
  const used = new Set(wordsIn(importing));
  const taken = new Set<(typeof blocks)[number]>();
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const block of blocks) {
      if (taken.has(block) || (block.name !== null && !used.has(block.name))) continue;
      taken.add(block);
      isNew = true;
      for (const word of wordsIn(block.lines.join('\n'))) used.add(word);
    }
  }
  return blocks
    .filter((block) => taken.has(block))
    .map(({ lines }) => lines.join('\n'))
    .join('\n');
}

function wordsIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

/** Bounds the modules that one command line leads to. More of them are not read: code is searched as far as it is small. */
export class ImportLimit {
  private count = 0;
  private length = 0;

  /** Whether no further module may be read. */
  get isReached(): boolean {
    return this.count >= maxImports || this.length >= maxImported;
  }

  /** Whether another module of this length may be judged. */
  take(length: number): boolean {
    this.count++;
    this.length += length;
    return this.count <= maxImports && this.length <= maxImported;
  }
}
