/**
 * Reads the files of one directory as one module. Files without relevant blocks are only scanned for block positions,
 * which is faster than parsing.
 */
import type { Configuration } from '../../source/plan-and-configuration.ts';
import { blockLines, jsonBlockLines } from './block-positions.ts';
import { toHclFile } from './hcl-file.ts';
import { type MergeableFile, type MergedFiles, mergeFiles } from './hcl-merge.ts';
import type { HclParser, LocatedHcl, ParsedHcl } from './hcl-parser.ts';
import { type ModuleFile, moduleFiles } from './module-files.ts';

/** One directory: its name for the user, and its files by base name (null: could not be read). */
export interface ModuleFolder {
  readonly dir: string;
  readonly files: ReadonlyMap<string, string | null>;
}

/** A merged module, with the files that could not be read. */
export interface ReadModule extends MergedFiles {
  readonly unreadable: Configuration['unreadable'];
}

/** Reads several directories in one batch; the results are in the order of `folders`. */
export async function readModules(folders: readonly ModuleFolder[], parser: HclParser): Promise<readonly ReadModule[]> {
  const texts = folders.flatMap((folder) =>
    moduleFiles(folder.files.keys()).map((entry) => toText(folder, entry, folder.files.get(entry.name) ?? null)),
  );
  const native = texts.filter((text) => text.entry.syntax === 'native' && !text.missing);
  const places = await parser.locate(native.map((text) => text.source));
  const located = new Map(native.map((text, index) => [text, places[index]]));
  const computed = native.filter((text) => matters(text.source, located.get(text)));
  const bodies = await parser.parse(computed.map((text) => text.source));
  const parsed = new Map(computed.map((text, index) => [text, bodies[index]]));
  return folders.map((folder) => {
    const mine = texts.filter((text) => text.folder === folder);
    const read = mine.map((text) => {
      const found = located.get(text);
      return toContent(text, { parsed: parsed.get(text) ?? withoutParser(text, found), found });
    });
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
}

function toText(folder: ModuleFolder, entry: ModuleFile, source: string | null): Text {
  const shown = folder.dir === '' || folder.dir === '.' ? entry.name : `${folder.dir}/${entry.name}`;
  return { folder, entry, shown, source: source ?? '', missing: source === null };
}

const WORDS =
  /\b(?:backend|cloud|state_store|encryption|lifecycle|provisioner|removed|moved|terraform_remote_state|check)\b/;

/** Whether a file must be parsed. For all others the labels of their blocks are enough. */
function matters(source: string, located: LocatedHcl | undefined): boolean {
  return !located?.wellFormed || WORDS.test(source) || located.blocks.some((block) => block.type === 'module');
}

function withoutParser(text: Text, located: LocatedHcl | undefined): ParsedHcl {
  if (text.missing) return { reason: 'could not be read' };
  if (text.entry.syntax === 'native') return { body: labelsOnly(located?.blocks ?? []) };
  try {
    const body: unknown = JSON.parse(text.source);
    return { body };
  } catch {
    // The message of JSON.parse quotes the text, which may contain secrets.
    return { reason: 'is not valid JSON' };
  }
}

/** Returns a document with empty blocks, in the form of Terraform's JSON syntax. */
function labelsOnly(blocks: LocatedHcl['blocks']): unknown {
  return blocks.map(({ type, labels }) => ({
    [type]: labels.reduceRight<unknown>((inner, label) => ({ [label]: inner }), {}),
  }));
}

function toContent(
  text: Text,
  { parsed, found }: { readonly parsed: ParsedHcl; readonly found: LocatedHcl | undefined },
): MergeableFile | Configuration['unreadable'][number] {
  if (!('body' in parsed)) return { file: text.shown, ...parsed };
  try {
    const lineOf = text.entry.syntax === 'json' ? jsonBlockLines(text.source) : blockLines(found?.blocks ?? []);
    const content = toHclFile({ file: text.shown, document: parsed.body, lineOf });
    return { content, override: text.entry.override, readBy: text.entry.readBy };
  } catch (error) {
    // Deeply nested input exhausts the stack; no other error can occur here.
    if (error instanceof RangeError) return { file: text.shown, reason: 'is nested too deeply' };
    throw error;
  }
}
