/** Shares, merged, are the report of one machine; and nothing else can be merged. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { firebreak } from '../run.ts';

const dir = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => rmSync(dir, { recursive: true }));
const names = ['aws-03-destroy-rds-prod', 'aws-25-tainted', 'aws-02-small-update', 'aws-10-import-block'];
const plans = names.map((name) => `fixtures/${name}/plan.json`);

const at = (name: string): string => join(dir, name);
const read = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));

async function checkTo(name: string, ...args: readonly string[]): Promise<number | null> {
  return (await firebreak(['check', ...args, '--now', '2026-12-01', '-f', `json=${at(name)}`])).code;
}

describe('--shard and --merge', () => {
  it('give the report of one machine, in its order', async () => {
    expect(await checkTo('whole.json', ...plans)).toBe(1);
    const codes: (number | null)[] = [];
    for (const part of [1, 2, 3]) codes.push(await checkTo(`part-${part}.json`, ...plans, '--shard', `${part}/3`));
    expect(codes).toEqual([1, 1, 0]);
    expect(read('part-3.json')).toMatchObject({ shard: { index: 3, count: 3, plans: 4 }, reports: [{}] });
    const parts = [3, 1, 2].map((part) => at(`part-${part}.json`));
    expect(await checkTo('merged.json', '--merge', ...parts)).toBe(1);
    expect(read('merged.json')).toEqual(read('whole.json'));
  });

  it('a share without plans passes, and says what is left to do', async () => {
    const { code, stdout } = await firebreak(['check', plans[0] ?? '', '--shard', '2/2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PASS {3}0 plans \(part 2 of 2\)\.\nWorst {2}This share has no plans\./);
  });

  it.each<[message: RegExp, files: readonly string[]]>([
    [/share 2 of 3 missing/, ['part-1.json', 'part-3.json']],
    [/share 1 of 3 is given twice/, ['part-1.json', 'part-1.json', 'part-2.json', 'part-3.json']],
    [/not a share of the plans/, ['part-1.json', 'whole.json']],
    [/a share of another check/, ['part-1.json', 'other.json']],
    [/3 reports on 4 plans/, ['part-1.json', 'part-2.json', 'empty.json']],
    [/not a report of this version/, ['none.json']],
    [/aws-25-tainted\/plan\.json is judged twice/, ['part-1.json', 'part-2.json', 'twice.json']],
    [/the reports hold no plan, so there is no verdict/, ['zero.json']],
    [/the reports hold no plan, so there is no verdict/, ['unshared.json', 'unshared.json']],
  ])('%s', async (message, files) => {
    writeFileSync(at('none.json'), '{}');
    const part = read('part-3.json') as Readonly<Record<string, unknown>>;
    writeFileSync(at('empty.json'), JSON.stringify({ ...part, reports: [] }));
    const { reports } = read('part-2.json') as { readonly reports: readonly unknown[] };
    writeFileSync(at('twice.json'), JSON.stringify({ ...part, reports }));
    writeFileSync(at('zero.json'), JSON.stringify({ ...part, reports: [], shard: { index: 1, count: 1, plans: 0 } }));
    const { shard: _, ...unshared } = part;
    writeFileSync(at('unshared.json'), JSON.stringify({ ...unshared, reports: [] }));
    writeFileSync(at('other.json'), JSON.stringify({ ...part, shard: { index: 2, count: 3, plans: 5 } }));
    const { code, stderr, stdout } = await firebreak(['check', '--merge', ...files.map(at)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('a verdict that does not follow from the reports is not believed', async () => {
    writeFileSync(at('forged.json'), JSON.stringify({ ...(read('whole.json') as object), verdict: 'pass' }));
    expect((await firebreak(['check', '--merge', at('forged.json')])).code).toBe(1);
  });

  it.each([
    ['--shard', '1/2'],
    ['--record', 'record.jsonl'],
    ['--plans', '**/plan.json'],
  ])('%s is refused with --merge', async (option, value) => {
    const { code, stderr } = await firebreak(['check', '--merge', at('whole.json'), option, value]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${option} cannot be used with --merge`)]);
  });
});
