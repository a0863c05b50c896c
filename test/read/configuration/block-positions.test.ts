/** The lines of blocks, against the text itself and against what the other parser finds. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockLines, jsonBlockLines } from '../../../src/read/configuration/block-positions.ts';
import { blocksOf, bodiesOf } from '../../../src/read/configuration/hcl-body.ts';
import { type HclParser, type LocatedHcl, openHclParser } from '../../../src/read/configuration/hcl-parser.ts';

async function withParser<T>(use: (parser: HclParser) => Promise<T>): Promise<T> {
  const parser = openHclParser({ timeLimitMs: 2 ** 31 - 1 });
  try {
    return await use(parser);
  } finally {
    await parser.close();
  }
}

async function locate(text: string): Promise<LocatedHcl> {
  const [located] = await withParser((parser) => parser.locate([text]));
  if (!located) throw new Error('no answer');
  return located;
}

const flat = ({ blocks }: LocatedHcl) => blocks.map(({ type, labels, line }) => [type, ...labels, line]);

describe('native syntax', () => {
  test('labels and lines, through comments, strings, templates, heredocs and nested blocks', async () => {
    const located = await locate(`/* resource "no" "a" {
*/ resource "yes" "a" { # }
  x = "} \${ { a = "}" }["a"] } \\" } $\${"
  y = <<-EOT
    } resource "no" "b" {
  EOT
  nested "resource" "c" {
    z = [1, { q = 2 }]
  }
}
// data "no" "d" {}
data yes e {}
locals { r = "%{ if true }}%{ endif }" }
module "m" /* here */ {
}
terraform {
  required_version = ">= 1"

  backend "s3" {}
}
check "c" {
  data "http" "h" {}
}
`);
    expect(located.wellFormed).toBe(true);
    expect(flat(located)).toEqual([
      ['resource', 'yes', 'a', 2],
      ['data', 'yes', 'e', 12],
      ['locals', 13],
      ['module', 'm', 14],
      ['terraform', 16],
      ['check', 'c', 21],
    ]);
    const lineOf = blockLines(located.blocks);
    expect(lineOf(['terraform', 'backend', 's3'])).toBe(19);
    expect(lineOf(['check', 'c', 'data', 'http', 'h'])).toBe(22);
    expect(lineOf(['nested', 'resource', 'c'])).toBeUndefined();
  });

  test('Windows line ends and a byte order mark', async () => {
    const located = await locate('\ufeffdata "a" "b" {\r\n  x = <<E\r\n}\r\nE\r\n}\r\nmodule "m" {\r\n}\r\n');
    expect(flat(located)).toEqual([
      ['data', 'a', 'b', 1],
      ['module', 'm', 6],
    ]);
  });

  test.each(['a {', '}', 'a = "', 'x = <<E\n', '/* a {}', 'a = "${"', 'a = [1'])('not sound: %j', async (text) => {
    expect((await locate(text)).wellFormed).toBe(false);
  });

  test('blocks of one kind are told in their order', async () => {
    const { blocks } = await locate('moved {\n}\n\nmoved {\n}\nmoved {}\n');
    const lineOf = blockLines(blocks);
    expect([1, 2, 3, 4].map(() => lineOf(['moved']))).toEqual([1, 4, 6, undefined]);
  });

  test('answers to anything', async () => {
    const piece = fc.constantFrom('"', '${', '}', '{', '\n', '<<E\n', 'E', '/*', '*/', '#', 'a', ' ', '\\', '%{', '$');
    const texts = fc.sample(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      300,
    );
    const located = await withParser((parser) => parser.locate(texts));
    expect(located).toHaveLength(texts.length);
    expect(new Set(located.map(({ wellFormed: sound }) => sound))).toEqual(new Set([true, false]));
  });

  test('hostile nesting is located or given up, and the others are answered', async () => {
    const deep = `a = ${'['.repeat(200_000)}`;
    const [, fine] = await withParser((parser) => parser.locate([deep, 'module "m" {}']));
    expect(fine && flat(fine)).toEqual([['module', 'm', 1]]);
  });
});

describe('JSON syntax', () => {
  const text = `{
  "//": {"resource": {"aws_vpc": {"no": {}}}},
  "terraform": [
    {"backend": {
      "s3": {"bucket": "a\\"{"}
    }}
  ],
  "resource": {
    "aws_vpc": {
      "main": {"cidr_block": "{,[", "tags": {"resource": {"aws_vpc": {"no": {}}}}},
      "list": [
        {}, {},
        {}
      ]
    },
    "aws_subnet": [
      {"a": {}},
      {"b": {}}
    ]
  },
  "moved": [
    {"from": "aws_vpc.a", "to": "aws_vpc.main"},
    {"from": "aws_vpc.b", "to": "aws_vpc.list"}
  ],
  "module": {"m\\u006f\\nd": {"source": "./x"}}
}`;
  const lines = text.split('\n');

  test('an object starts at its key, the others of an array at their brace', () => {
    const lineOf = jsonBlockLines(text);
    const found = (path: readonly string[]) => lines[(lineOf(path) ?? 0) - 1]?.trim();
    expect(found(['terraform', 'backend', 's3'])).toBe('"s3": {"bucket": "a\\"{"}');
    expect(found(['resource', 'aws_vpc', 'main'])).toMatch(/^"main"/);
    expect([1, 2, 3].map(() => lineOf(['resource', 'aws_vpc', 'list']))).toEqual([11, 12, 13]);
    expect(found(['resource', 'aws_subnet', 'b'])).toBe('{"b": {}}');
    expect(found(['moved'])).toBe('"moved": [');
    expect(found(['moved'])).toMatch(/"aws_vpc.b"/);
    expect(found(['module', 'mo\nd'])).toMatch(/^"module"/);
    expect(lineOf(['resource', 'aws_vpc', 'no'])).toBeUndefined();
  });

  test('a document in an array, on one line', () => {
    const lineOf = jsonBlockLines('[{"module":{"a":{}}},\n{"module":{"b":{}}}]');
    expect([lineOf(['module', 'a']), lineOf(['module', 'b'])]).toEqual([1, 2]);
  });

  test('nothing that nests without end is remembered', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(jsonBlockLines(deep)(['a'])).toBe(1);
  });

  test('every key of a document is on its line', () => {
    const word = fc.string({ minLength: 1, maxLength: 4 }).filter((name) => !['__proto__'].includes(name));
    const tree = fc.dictionary(word, fc.dictionary(word, fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }))));
    fc.assert(
      fc.property(tree, (document) => {
        const shown = JSON.stringify(document, null, 2);
        const lineOf = jsonBlockLines(shown);
        const rows = shown.split('\n');
        const paths = Object.entries(document).flatMap(([type, names]) =>
          Object.keys(names).map((name) => [type, name]),
        );
        const misplaced = paths.filter(([type = '', name = '']) => {
          const row = rows[(lineOf([type, name]) ?? 0) - 1];
          return !row?.startsWith(`    ${JSON.stringify(name)}: {`);
        });
        expect(misplaced).toEqual([]);
      }),
    );
  });
});

const PLANS = new URL('../../../../shared/plans/', import.meta.url).pathname;

describe.skipIf(!existsSync(PLANS))('configurations of real plans', () => {
  test('the same blocks as the parser of values finds, each on the line that begins it', async () => {
    const found = readdirSync(PLANS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tf'));
    // Most modules are in several of the plans.
    const byText = new Map(found.map((name) => [readFileSync(join(PLANS, name), 'utf8'), name]));
    const [texts, files] = [[...byText.keys()], [...byText.values()]];
    const [parsed, located] = await withParser(async (parser) => [
      await parser.parse(texts),
      await parser.locate(texts),
    ]);
    expect(files.length).toBeGreaterThan(200);
    parsed.forEach((result, index) => {
      const bodies = 'body' in result ? bodiesOf(result.body) : [];
      const found = located[index];
      expect(found?.wellFormed, files[index]).toBe('body' in result);
      const kinds = Object.entries({ resource: 2, data: 2, module: 1, output: 1, moved: 0, removed: 0 });
      const labelsOf = (blocks: readonly { readonly labels: readonly string[] }[] = []) =>
        blocks.map(({ labels }) => labels.join('.')).sort();
      const mine = kinds.map(([type]) => labelsOf(found?.blocks.filter((block) => block.type === type)));
      const truth = kinds.map(([type, labels]) => labelsOf(bodies.flatMap((body) => blocksOf(body, type, labels))));
      expect(mine, files[index]).toEqual(truth);
      const rows = texts[index]?.split('\n') ?? [];
      const misplaced = (found?.blocks ?? []).filter(({ type, labels, line }) => {
        const header = [type, ...labels.map((label) => `"${label}"`)].join(' ');
        return !rows[line - 1]?.trimStart().startsWith(header);
      });
      expect(misplaced, files[index]).toEqual([]);
    });
  });
});
