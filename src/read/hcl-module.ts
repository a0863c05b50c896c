/** The texts of one directory to one module; only texts in which something matters are given to the HCL parser. */
import type { HclParser, ParsedHcl } from './hcl.ts';
import { findTopLevelBlocks, type TopLevelBlock } from './hcl-blocks.ts';
import { toHclFile } from './hcl-file.ts';
import { type MergeableFile, type MergedFiles, mergeFiles } from './hcl-merge.ts';
import { type ModuleFile, moduleFiles } from './module-files.ts';
import type { Configuration } from './sources.ts';

/** One directory: how it is shown, and its files by base name (null: could not be read). */
export interface ModuleFolder {
  readonly dir: string;
  readonly files: ReadonlyMap<string, string | null>;
}

export interface ReadModule extends MergedFiles {
  readonly unreadable: Configuration['unreadable'];
}

/** In one batch; the answers in the order of the folders. */
export async function readModules(folders: readonly ModuleFolder[], parser: HclParser): Promise<readonly ReadModule[]> {
  const texts = folders.flatMap((folder) =>
    moduleFiles(folder.files.keys()).map((entry) => toText(folder, entry, folder.files.get(entry.name) ?? null)),
  );
  const native = texts.filter((text) => text.needsParser);
  const answers = await parser.parse(native.map((text) => text.source));
  const parsed = new Map(native.map((text, index) => [text, answers[index]]));
  return folders.map((folder) => {
    const mine = texts.filter((text) => text.folder === folder);
    const read = mine.map((text) => toContent(text, parsed.get(text) ?? withoutParser(text)));
    return {
      ...mergeFiles(read.flatMap((content) => ('content' in content ? content : []))),
      unreadable: read.flatMap((content) => ('content' in content ? [] : content)),
    };
  });
}

interface Text {
  readonly folder: ModuleFolder;
  readonly entry: ModuleFile;
  readonly shown: string;
  readonly source: string;
  readonly missing: boolean;
  readonly blocks: readonly TopLevelBlock[] | null;
  readonly needsParser: boolean;
}

function toText(folder: ModuleFolder, entry: ModuleFile, source: string | null): Text {
  const shown = folder.dir === '' || folder.dir === '.' ? entry.name : `${folder.dir}/${entry.name}`;
  const native = source !== null && entry.syntax === 'native';
  const blocks = native ? unlessTooDeep(() => findTopLevelBlocks(source)) : null;
  const needsParser = native && matters(source, blocks);
  return { folder, entry, shown, source: source ?? '', missing: source === null, blocks, needsParser };
}

const WORDS =
  /\b(?:backend|cloud|state_store|encryption|lifecycle|provisioner|removed|moved|terraform_remote_state|check)\b/;

/** Of all other files the labels of their blocks are enough. */
function matters(source: string, blocks: readonly TopLevelBlock[] | null): boolean {
  return blocks === null || WORDS.test(source) || blocks.some((block) => block.type === 'module');
}

function withoutParser(text: Text): ParsedHcl {
  if (text.missing) return { reason: 'could not be read' };
  if (text.entry.syntax === 'native') return { body: labelsOnly(text.blocks ?? []) };
  try {
    const body: unknown = JSON.parse(text.source);
    return { body };
  } catch {
    // The message of JSON.parse quotes the text, which may hold secrets.
    return { reason: 'is not valid JSON' };
  }
}

/** A document in which each block is empty, in the form of Terraform's JSON syntax. */
function labelsOnly(blocks: readonly TopLevelBlock[]): unknown {
  return blocks.map(({ type, labels }) => ({
    [type]: labels.reduceRight<unknown>((inner, label) => ({ [label]: inner }), {}),
  }));
}

function toContent(text: Text, parsed: ParsedHcl): MergeableFile | Configuration['unreadable'][number] {
  if (!('body' in parsed)) return { file: text.shown, ...parsed };
  return unlessTooDeep(() => toMergeable(text, parsed.body)) ?? { file: text.shown, reason: 'is nested too deeply' };
}

/** null where hostile nesting exhausts the stack: the one thing that reading a value can stumble over. */
function unlessTooDeep<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function toMergeable(text: Text, document: unknown): MergeableFile {
  const lines = new Map<string, number | undefined>();
  for (const { type, labels, line } of text.blocks ?? []) {
    const key = JSON.stringify([type, ...labels]);
    // Of two `terraform` blocks nobody knows which one is meant.
    lines.set(key, lines.has(key) ? undefined : line);
  }
  const lineOf = (type: string, labels: readonly string[]) => lines.get(JSON.stringify([type, ...labels]));
  const content = toHclFile({ file: text.shown, document, lineOf });
  return { content, override: text.entry.override, readBy: text.entry.readBy };
}
