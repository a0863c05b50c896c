/** Plans that other projects published: read where they are present, never copied. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgePlan } from '../src/app/judge-plan.ts';
import { judgeOptions } from './judge-options.ts';
import { assertInvariants } from './report/invariants.ts';

const dir = join(import.meta.dirname, '..', '..', 'shared', 'public-plans');
const files = existsSync(dir) ? readdirSync(dir).filter((file) => /^[0-9a-f]{12}\.json$/.test(file)) : [];

/** Terraform's documented lists, one by one: an oracle that shares nothing with ours. */
const oracle: Readonly<Record<string, string>> = {
  '["no-op"]': 'no-op',
  '["create"]': 'create',
  '["read"]': 'read',
  '["update"]': 'update',
  '["delete"]': 'delete',
  '["delete","create"]': 'replace',
  '["create","delete"]': 'replace',
  '["forget"]': 'forget',
};

describe.skipIf(files.length === 0)('public plans', () => {
  it('are read without a crash, their actions classified as their changes say', async () => {
    let judged = 0;
    for (const file of files) {
      const report = await judgePlan({ ...judgeOptions(dir), file: join(dir, file) });
      const json = JSON.parse(readFileSync(join(dir, file), 'utf8').replace(/^\uFEFF/, ''));
      const changes = (json.resource_changes ?? []) as readonly {
        address: string;
        deposed?: string;
        change: { actions: string[] };
      }[];
      const expected = changes.map(({ address, change }) => `${address} ${oracle[JSON.stringify(change.actions)]}`);
      const shown = report.changes
        .filter((change) => !change.deferred)
        .map(({ address, action }) => `${address} ${action}`);
      expect(expected.filter((line) => !line.endsWith(' no-op')).sort()).toEqual(
        shown.filter((line) => !line.endsWith(' no-op')).sort(),
      );
      expect(report.counts.noOp).toBe(expected.filter((line) => line.endsWith(' no-op')).length);
      expect(report.verdict).not.toBe('error');
      assertInvariants(report);
      judged += 1;
    }
    expect(judged).toBe(342);
  });
});
