/** What once got past: each must stop, or stay hidden. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { firebreak } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-hard-'));
afterAll(() => rmSync(temp, { recursive: true }));

const change = (fields: object, entry: object = {}): object => ({
  address: 'aws_db_instance.a',
  mode: 'managed',
  type: 'aws_db_instance',
  name: 'a',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: { actions: ['delete'], before: { id: 'a' }, after: null, after_unknown: {}, ...fields },
  ...entry,
});
const plan = (...changes: readonly object[]): string =>
  JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', planned_values: {}, resource_changes: changes });
const harmless = plan(change({ actions: ['no-op'], after: { id: 'a' } }));

async function check(name: string, text: string): Promise<{ code: number | null; stdout: string }> {
  const file = join(temp, name);
  writeFileSync(file, text);
  return await firebreak(['check', file]);
}

async function checkAsJson(name: string, text: string): Promise<{ stdout: string }> {
  const file = join(temp, name);
  writeFileSync(file, text);
  return await firebreak(['check', file, '-f', 'json']);
}

it.each([
  ['behind a name', `${harmless}\nstacks/b: ${plan(change({}))}`],
  ['behind a comma', `${harmless},${plan(change({}))}`],
])('a second plan %s is not passed over', async (_, text) => {
  expect(await check('two.json', text)).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('more than one JSON document'),
  });
});

it('a mode that is new to us is judged like any other', async () => {
  expect(await check('mode.json', plan(change({}, { mode: 'list' })))).toMatchObject({ code: 1 });
});

it('a data source with actions that nobody knows is no plan of Terraform', async () => {
  const data = change({ actions: ['read', 'delete'] }, { address: 'data.aws_db_instance.a', mode: 'data' });
  expect(await check('data.json', plan(data))).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('a data source can only be read'),
  });
});

it('an output with actions that nobody knows is stopped', async () => {
  const text = JSON.stringify({
    ...JSON.parse(harmless),
    output_changes: { x: { actions: ['frobnicate'], before: null, after: 1 } },
  });
  expect(await check('output.json', text)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('unknown-output-action'),
  });
});

it('a document with nothing of a plan in it is none', async () => {
  expect((await check('empty.json', '{"format_version":"1.2","output_changes":{}}')).code).toBe(2);
});

it('a key of a sensitive map is not shown', async () => {
  const { stdout } = await checkAsJson(
    'key.json',
    plan(
      change({
        actions: ['update'],
        before: { id: 'a', tags: { 'hunter2-key': '1' } },
        after: { id: 'a', tags: { 'hunter2-key': '2' } },
        before_sensitive: { tags: true },
        after_sensitive: { tags: true },
      }),
    ),
  );
  expect(stdout).toContain('tags');
  expect(stdout).not.toContain('hunter2');
});

it('one plan nested beyond reason does not silence the others', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const nested = plan(change({ actions: ['update'], after: { id: 'b', x: 0 } })).replace('"x":0', `"x":${deep}`);
  const [good, bad] = [join(temp, 'good.json'), join(temp, 'bad.json')];
  writeFileSync(good, plan(change({})));
  writeFileSync(bad, nested);
  const { code, stdout } = await firebreak(['check', good, bad, '-f', 'json']);
  expect(code).toBe(2);
  const { reports } = JSON.parse(stdout);
  expect(reports.map((report: { verdict: string }) => report.verdict)).toEqual(['fail', 'error']);
});
