/** Small roots with their code and the plan that Terraform made: what the report must say, and what it must not. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../src/verdict/report.ts';
import { judgeFrom } from './scenarios.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'cases-code');

function judge(slug: string): Promise<Report> {
  const dir = join(root, slug);
  return judgeFrom(root, { plan: join(dir, 'plan.json'), dir });
}

/** Ends of every `moved` block that any finding proposes, each once. */
const movesIn = ({ findings }: Report): readonly string[] => {
  const blocks = findings.flatMap(({ remedy }) => [...remedy.matchAll(/moved \{\s+from = (.*)\s+to {3}= (.*)\s+\}/g)]);
  return [...new Set(blocks.map(([, from, to]) => `${from} → ${to}`))].sort();
};

it('one set of moved blocks: the module moves, and nothing in it moves by itself', async () => {
  expect(movesIn(await judge('moved-blocks-clash'))).toEqual(['module.vpc → module.network']);
});

it('modules that are wrapped into another module move as modules', async () => {
  expect(movesIn(await judge('wrap-modules-moves'))).toEqual([
    'module.data → module.storage.module.data',
    'module.logs → module.storage.module.logs',
  ]);
});

it('a block that is still declared does not move, its instance does', async () => {
  expect(movesIn(await judge('moved-from-still-declared'))).toEqual([
    'aws_s3_bucket.standard["acme-orders"] → aws_s3_bucket.critical["acme-orders"]',
  ]);
});

it('no moved block is proposed where both addresses stay declared', async () => {
  const report = await judgeFrom(root, { plan: join(root, '..', 'cases', 'f30-crossed-routes', 'plan.json') });
  expect(report.verdict).toBe('fail');
  expect(report.findings.filter(({ remedy }) => remedy.includes('moved {'))).toEqual([]);
});
