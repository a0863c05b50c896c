/** Folders of plans: nothing in them is passed over unseen. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPlans } from '../../../src/read/plan/find-plans.ts';

const cwd = mkdtempSync(join(tmpdir(), 'find-plans-'));
for (const folder of ['a', 'closed']) {
  mkdirSync(join(cwd, folder));
  writeFileSync(join(cwd, folder, 'plan.json'), '{}');
}
chmodSync(cwd, 0o755);
chmodSync(join(cwd, 'closed'), 0o000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** Root may read everything, so another user asks. */
async function asAnyUser<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('a folder that may not be opened', () => {
  it.each([
    ['a folder', { paths: ['.'], globs: [] }],
    ['a glob', { paths: [], globs: ['**/plan.json'] }],
  ])('is an error below %s: its plans would pass unjudged', async (_, named) => {
    await expect(asAnyUser(() => findPlans({ ...named, cwd }))).rejects.toThrow(/closed.*cannot be read \(EACCES\)/s);
  });

  it('does not matter elsewhere', async () => {
    expect(await asAnyUser(() => findPlans({ paths: ['a'], globs: ['a/*.json', 'b/../a/plan.json'], cwd }))).toEqual([
      join('a', 'plan.json'),
    ]);
  });
});
