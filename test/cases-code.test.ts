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

const subjectsOf = ({ findings }: Report, policy: string): readonly string[] =>
  findings.filter((finding) => finding.policy === policy).map(({ subject }) => subject.address ?? '');
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

it('an output that is sensitive as a whole object makes no secret of its parts', async () => {
  expect(subjectsOf(await judge('sensitive-output-object'), 'sensitive-output')).toEqual([]);
});

it('the index shift of a module count is found as that of a resource, once for each count', async () => {
  expect(subjectsOf(await judge('index-shift-module-count'), 'index-shift')).toEqual([
    'aws_s3_bucket.direct[1]',
    'module.store[1].aws_s3_bucket.this',
  ]);
});

it('members of a deleted global cluster are detached, not emptied', async () => {
  const report = await judge('global-cluster-emptied');
  expect(subjectsOf(report, 'emptied-by-parent')).toEqual([]);
  expect(subjectsOf(report, 'no-stateful-destroy')).toEqual(['aws_rds_global_cluster.this']);
});

it('no finding points into .terraform/: the call in the root is the place', async () => {
  const { findings } = await judge('location-in-dot-terraform');
  const destroyed = findings.find(({ policy }) => policy === 'no-stateful-destroy');
  expect(destroyed?.location).toEqual({ file: join(root, 'location-in-dot-terraform', 'main.tf'), line: 14 });
  expect(findings.filter(({ location }) => location?.file.includes('.terraform/'))).toEqual([]);
});
