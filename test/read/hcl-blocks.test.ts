import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openHclParser } from '../../src/read/hcl.ts';
import { findTopLevelBlocks } from '../../src/read/hcl-blocks.ts';
import { blocksOf, bodiesOf } from '../../src/read/hcl-body.ts';

describe('top-level blocks without a parser', () => {
  test('labels and lines, through comments, strings, templates, heredocs and nested blocks', () => {
    const text = `/* resource "no" "a" {
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
a = {
}
`;
    expect(findTopLevelBlocks(text)).toEqual([
      { type: 'resource', labels: ['yes', 'a'], line: 2 },
      { type: 'data', labels: ['yes', 'e'], line: 12 },
      { type: 'locals', labels: [], line: 13 },
      { type: 'module', labels: ['m'], line: 14 },
    ]);
  });

  test('Windows line ends and a byte order mark', () => {
    const text = '\ufeffdata "a" "b" {\r\n  x = <<E\r\n}\r\nE\r\n}\r\nmodule "m" {\r\n}\r\n';
    expect(findTopLevelBlocks(text)?.map((block) => block.line)).toEqual([1, 6]);
  });

  test.each(['a {', '}', 'a = "', 'a "b\n" {}', 'x = <<E\n', '/* a {}', 'a = "${"', 'a = [1'])(
    'unsure of %j',
    (text) => {
      expect(findTopLevelBlocks(text)).toBeNull();
    },
  );

  test('comes to an end on anything', () => {
    const pieces = fc.constantFrom(
      '"',
      '${',
      '}',
      '{',
      '\n',
      '<<E\n',
      'E',
      '/*',
      '*/',
      '#',
      'resource',
      ' ',
      '\\',
      '%{',
      '$',
    );
    fc.assert(fc.property(fc.array(pieces, { maxLength: 60 }), (text) => void findTopLevelBlocks(text.join(''))));
  });
});

const PLANS = new URL('../../../shared/plans/', import.meta.url).pathname;

describe.skipIf(!existsSync(PLANS))('configurations of real plans', () => {
  test('the same resources, data sources and calls as the parser finds', async () => {
    const files = readdirSync(PLANS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tf'));
    const texts = files.map((name) => readFileSync(join(PLANS, name), 'utf8'));
    const parser = openHclParser({ timeLimitMs: 60_000 });
    const parsed = await parser.parse(texts);
    await parser.close();
    expect(files.length).toBeGreaterThan(200);
    parsed.forEach((result, index) => {
      const bodies = 'body' in result ? bodiesOf(result.body) : [];
      const found = findTopLevelBlocks(texts[index] ?? '');
      for (const [type, labels] of [
        ['resource', 2],
        ['data', 2],
        ['module', 1],
        ['moved', 0],
      ] as const) {
        const mine = found?.filter((block) => block.type === type).map((block) => block.labels.join('.'));
        const truth = bodies.flatMap((body) => blocksOf(body, type, labels)).map((block) => block.labels.join('.'));
        expect(mine?.sort(), files[index]).toEqual(truth.sort());
      }
    });
  });
});
