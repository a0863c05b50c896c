/** Broken glass from the signature over the report and the record to the review, and what the record counts of it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/verdict/report.ts';
import { firebreak, type Ran } from './run.ts';

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const temp = mkdtempSync(join(tmpdir(), 'firebreak-glass-'));
afterAll(() => rmSync(temp, { recursive: true }));

const path = (...names: readonly string[]): string => join(temp, ...names);
const destroy = 'fixtures/aws-03-destroy-rds-prod/plan.json';
const update = 'fixtures/aws-02-small-update/plan.json';
const reason = 'INC-123 primary database is full';

describe.skipIf(!hasKeygen)('broken glass', () => {
  const settings = ['--config', path('firebreak.yaml'), '--actor', 'grace'];
  const approvals = ['--approvals', path('approvals'), '--allowed-signers', path('allowed')];
  const record = path('verdicts.jsonl');

  async function sign(who: string, ...args: readonly string[]): Promise<Ran> {
    return await firebreak(['approve', ...args, '--as', who, '--key', path(who), '-o', path('approvals')]);
  }

  async function check(plan: string, ...args: readonly string[]): Promise<Report> {
    const report = path('report.json');
    const { stderr } = await firebreak(['check', plan, ...settings, ...args, '-f', `json=${report}`]);
    expect(stderr).toBe('');
    return JSON.parse(readFileSync(report, 'utf8'));
  }

  beforeAll(() => {
    const keys = ['grace', 'linus'].map((name) => {
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path(name)]);
      return `${name} namespaces="firebreak" ${readFileSync(path(`${name}.pub`), 'utf8')}`;
    });
    writeFileSync(path('allowed'), keys.join(''));
    const glass = 'approvals:\n  break-glass: { group: on-call, max-age: 1h }\n';
    writeFileSync(path('firebreak.yaml'), `groups: { on-call: [grace] }\n${glass}`);
  });

  it('needs a reason, and a person', async () => {
    for (const args of [['--break-glass'], ['--reason', reason], ['--break-glass', '--reason', '-x\ny']])
      expect(await sign('grace', destroy, ...args)).toMatchObject({ code: 2, stdout: '' });
    const agent = ['approve', destroy, '--break-glass', '--reason', reason, '--as', 'grace', '--key', path('grace')];
    expect(await firebreak(agent, { env: { CLAUDECODE: '1' } })).toMatchObject({ code: 1 });
    expect((await firebreak(['apply', destroy, '--break-glass'])).stderr).toContain('--break-glass needs a reason');
  });

  it('passes what the author alone could not approve, in red and in the record', async () => {
    const signed = await sign('grace', destroy, '--break-glass', '--reason', reason);
    expect([signed.code, signed.stdout]).toEqual([
      0,
      expect.stringContaining(`Breaks     the glass, alone: ${reason}`),
    ]);
    const report = await check(destroy, ...approvals, '--record', record);
    expect(report).toMatchObject({ verdict: 'pass', approvals: { counted: 0 }, brokenGlass: { who: 'grace', reason } });
    copyFileSync(path('report.json'), path('broken.json'));
    const red = ['\u001b[31m', 'Glass broken by grace'];
    for (const [format, ...texts] of [
      ['text', ...red],
      ['markdown', '🔴'],
      ['github', '::error '],
      ['sarif'],
      ['atlantis'],
    ]) {
      const args = ['check', destroy, ...settings, ...approvals, '-f', format ?? ''];
      const { stdout, code } = await firebreak(args, { env: { FORCE_COLOR: '1' } });
      expect([format, code]).toEqual([format, 0]);
      for (const text of [...texts, 'INC-123']) expect(stdout, format).toContain(text);
    }
  });

  it('only where the settings let them, and not for long', async () => {
    const without = ['check', destroy, '--actor', 'ada', ...approvals, '-f', 'json'];
    expect(JSON.parse((await firebreak(without)).stdout)).toMatchObject({
      verdict: 'fail',
      approvals: { ignored: [{ who: 'grace', why: 'no-break-glass' }] },
    });
    const later = new Date(Date.now() + 2 * 3_600_000).toISOString();
    expect((await check(destroy, ...approvals, '--now', later)).approvals.ignored).toEqual([
      { who: 'grace', why: 'too-old' },
    ]);
  });

  it('is named by every check of the state that follows, until somebody else has reviewed it', async () => {
    expect(await check(update, '--record', record)).toMatchObject({
      verdict: 'pass',
      brokenGlassBefore: [{ who: 'grace', reason }],
    });
    const verify = async (report: string, plan: string, ...args: readonly string[]): Promise<string> => {
      const { stdout, code } = await firebreak(['verify', path(report), plan, ...args]);
      expect([stdout, code]).toEqual([expect.stringMatching(/^SAME /), 0]);
      return stdout;
    };
    expect(await verify('broken.json', destroy)).toMatch(/^GLASS {2}Glass broken by grace at .*INC-123/m);
    expect(await verify('report.json', update)).toMatch(/^GLASS {2}Glass broken before on this state, by grace/m);
    await check(update);
    expect(await verify('report.json', update)).not.toContain('GLASS');
    expect(await verify('report.json', update, '--record', record)).toContain('GLASS');
    expect(await verify('broken.json', destroy, '--record', record)).toMatch(/^SAME [^\n]*\nGLASS [^\n]*\n$/);
    const own = await check(update, '--record', record, ...approvals);
    expect(own.brokenGlassBefore?.[0]).not.toHaveProperty('reviewedBy');
    expect(await sign('linus', path('broken.json'))).toMatchObject({ code: 0 });
    const reviewed = await check(update, '--record', record, ...approvals);
    expect(reviewed.brokenGlassBefore).toMatchObject([{ who: 'grace', reviewedBy: 'linus' }]);
    expect(await check(update, '--record', record)).not.toHaveProperty('brokenGlassBefore');
    expect(await verify('report.json', update, '--record', record)).not.toContain('GLASS');
  });

  it('is refused in a report that says nothing of it', async () => {
    writeFileSync(path('odd.json'), JSON.stringify({ ...(await check(update)), brokenGlass: { who: 'grace' } }));
    expect(await firebreak(['verify', path('odd.json'), update])).toMatchObject({ code: 2, stdout: '' });
  });

  it('is counted in the record', async () => {
    const { stdout, code } = await firebreak(['record', 'stats', record]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^5 verdicts on 2 plans: 5 passed, 0 failed, 0 could not be judged\./);
    expect(stdout).toMatch(/^no-stateful-destroy +1 +0 +0 +1$/m);
    expect(stdout).toContain('Time to approval: no failed plan was approved later');
    const json = JSON.parse((await firebreak(['record', 'stats', record, '-f', 'json'])).stdout);
    expect(json).toMatchObject({ schema: 'firebreak.record-stats/1', plans: 2, timeToApproval: null });
    expect((await firebreak(['record', 'verify', record])).code).toBe(0);
    expect(await firebreak(['record', 'stats', record, '--anchor', 'ab'.repeat(32)])).toMatchObject({ code: 2 });
  });
});
