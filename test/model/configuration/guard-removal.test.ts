import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removedGuards } from '../../../src/model/configuration/guard-removal.ts';
import { readConfiguration } from '../../../src/read/configuration/configuration.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'aws-66-prevent-destroy-removed');
const before = await readConfiguration({ dir: join(folder, 'before'), shownAs: 'before' });
const after = await readConfiguration({ dir: join(folder, 'tf'), shownAs: 'tf' });

it('finds the guard that was taken out, where it would stand now', () => {
  const found = removedGuards(before, after);
  expect(found.map(({ kind, address, detail }) => ({ kind, address, detail }))).toEqual([
    {
      kind: 'guard-removed',
      address: 'module.orders_db.aws_db_instance.this',
      detail: 'the line was removed or set to false',
    },
  ]);
  expect(found[0]?.file).toMatch(/^tf\//);
  expect(found[0]?.line).toBeGreaterThan(0);
});

it('finds nothing in the same configuration, or where the guard is new', () => {
  expect(removedGuards(before, before)).toEqual([]);
  expect(removedGuards(after, before)).toEqual([]);
});
