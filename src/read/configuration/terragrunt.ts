/** Reads the backend from Terragrunt: `remote_state` of the unit or of an included file, literal values only. */
import { dirname, join, resolve } from 'node:path';
import type { Configuration, SourceLocation } from '../../source/plan-and-configuration.ts';
import { isObject } from '../../text/is-object.ts';
import { readSmallFile } from '../files/bounded-read.ts';
import { blockLines } from './block-positions.ts';
import { blocksOf, bodiesOf, expression, type HclBody, literalText } from './hcl-body.ts';
import { literalSettings } from './hcl-file.ts';
import type { HclParser } from './hcl-parser.ts';

type Terragrunt = Pick<Configuration, 'terragrunt' | 'unreadable'>;

const HIGHEST = 32;

/**
 * Returns null if the directory is no Terragrunt unit. The unit's own `remote_state` overrides that of an included file
 * (https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#include: a shallow merge). An include path other than a
 * literal or plain `find_in_parent_folders` is not followed; the kind is then null.
 */
export async function readTerragrunt(options: {
  readonly dir: string;
  readonly parser: HclParser;
  readonly show: (path: string) => string;
}): Promise<Terragrunt> {
  const unit = await readDocument({ ...options, path: join(options.dir, 'terragrunt.hcl') });
  if (unit === null) return { terragrunt: null, unreadable: [] };
  if (unit.bodies === null) return { terragrunt: unknownIn(unit.file), unreadable: [unit.fault] };
  const own = remoteStateOf(unit.bodies);
  if (own !== null) return { terragrunt: { ...own, ...placeIn(unit) }, unreadable: [] };
  for (const include of unit.bodies.flatMap(includesOf)) {
    const path = await includedPath(include, options.dir);
    const parent = path === null ? null : await readDocument({ ...options, path });
    if (parent === null) return { terragrunt: unknownIn(unit.file), unreadable: [] };
    if (parent.bodies === null) return { terragrunt: unknownIn(parent.file), unreadable: [parent.fault] };
    const inherited = remoteStateOf(parent.bodies);
    if (inherited !== null) return { terragrunt: { ...inherited, ...placeIn(parent) }, unreadable: [] };
  }
  return { terragrunt: unknownIn(unit.file), unreadable: [] };
}

function placeIn({ file, line }: { readonly file: string; readonly line: number | undefined }): SourceLocation {
  return line === undefined ? { file } : { file, line };
}

function unknownIn(file: string): NonNullable<Configuration['terragrunt']> {
  return { kind: null, config: {}, file };
}

type Document =
  | { readonly file: string; readonly line: number | undefined; readonly bodies: readonly HclBody[] }
  | { readonly file: string; readonly bodies: null; readonly fault: Configuration['unreadable'][number] };

async function readDocument(options: {
  readonly path: string;
  readonly parser: HclParser;
  readonly show: (path: string) => string;
}): Promise<Document | null> {
  const text = await readSmallFile(options.path);
  if (text === null) return null;
  const file = options.show(options.path);
  const [parsed] = await options.parser.parse([text]);
  if (parsed === undefined || !('body' in parsed)) {
    return { file, bodies: null, fault: { file, ...(parsed ?? { reason: 'could not be read' }) } };
  }
  const [located] = await options.parser.locate([text]);
  return { file, line: blockLines(located?.blocks ?? [])(['remote_state']), bodies: bodiesOf(parsed.body) };
}

/** `remote_state` may be a block, or an attribute with an object. */
function remoteStateOf(
  bodies: readonly HclBody[],
): Omit<NonNullable<Configuration['terragrunt']>, keyof SourceLocation> | null {
  const [found] = bodies.flatMap((body) => blocksOf(body, 'remote_state', 0));
  if (found === undefined) return null;
  const config = isObject(found.body.config) ? literalSettings(found.body.config) : {};
  return { kind: literalText(found.body.backend), config };
}

/** `include "root" { … }`; before Terragrunt 0.32 it had no label. */
function includesOf(body: HclBody): readonly HclBody[] {
  const unlabelled = blocksOf(body, 'include', 0).map((block) => block.body);
  const labelled = blocksOf(body, 'include', 1).map((block) => block.body);
  return [...unlabelled, ...labelled].filter((include) => Object.hasOwn(include, 'path'));
}

async function includedPath(include: HclBody, dir: string): Promise<string | null> {
  const written = literalText(include.path);
  if (written !== null) return resolve(dir, written);
  const call = typeof include.path === 'string' ? expression(include.path) : '';
  const groups = /^find_in_parent_folders\((?:"(?<name>[^"$%\\]+)")?\)$/.exec(call)?.groups;
  if (groups === undefined) return null;
  let parent = dirname(resolve(dir));
  for (let level = 0; level < HIGHEST; level += 1) {
    const path = join(parent, groups.name ?? 'terragrunt.hcl');
    if ((await readSmallFile(path)) !== null) return path;
    if (dirname(parent) === parent) return null;
    parent = dirname(parent);
  }
  return null;
}
