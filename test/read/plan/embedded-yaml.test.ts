import { expect, it } from 'vitest';
import { readEmbeddedYaml } from '../../../src/read/plan/embedded-yaml.ts';

const planWith = (type: string, after: unknown) => ({ resource_changes: [{ type, change: { before: null, after } }] });

it('parses manifests and values of charts', async () => {
  const manifest = await readEmbeddedYaml(planWith('kubectl_manifest', { yaml_body: 'kind: Pod' }));
  expect([...manifest]).toEqual([['kind: Pod', { kind: 'Pod' }]]);
  const values = await readEmbeddedYaml(planWith('helm_release', { values: ['a: 1', 'b: [2]'] }));
  expect([...values.values()]).toEqual([{ a: 1 }, { b: [2] }]);
});

it.each([
  ['no YAML', 'a: [1'],
  ['too many aliases', `a: &a [1]\n${Array.from({ length: 200 }, (_, i) => `b${i}: [*a, *a]`).join('\n')}`],
  ['too long', `a: ${'x'.repeat(600_000)}`],
])('leaves out a text that is %s', async (_, text) => {
  expect((await readEmbeddedYaml(planWith('kubectl_manifest', { yaml_body: text }))).size).toBe(0);
});

it('reads no other attributes and no other types', async () => {
  expect((await readEmbeddedYaml(planWith('aws_instance', { yaml_body: 'a: 1' }))).size).toBe(0);
  expect((await readEmbeddedYaml(planWith('kubectl_manifest', { name: 'a: 1' }))).size).toBe(0);
  expect((await readEmbeddedYaml({})).size).toBe(0);
});
