/** Worker threads give what the main thread gives, in the order of the plans. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type CheckTask, checkPlans } from '../../../src/cli/many-plans/check-plans.ts';
import { onThreads } from '../../../src/cli/many-plans/on-threads.ts';
import { threadCount } from '../../../src/cli/many-plans/thread-count.ts';
import { PolicyError } from '../../../src/errors.ts';
import { text } from '../../../src/report/text/text.ts';

const program = pathToFileURL(resolve('lib/thread.js'));
const dir = mkdtempSync(join(tmpdir(), 'threads-'));
afterAll(() => rmSync(dir, { recursive: true }));

const files = [
  'aws-01-create-only',
  'aws-02-small-update',
  'aws-03-destroy-rds-prod',
  'aws-50-kiro-environment-recreated',
].map((name) => `fixtures/${name}/plan.json`);
const notAPlan = join(dir, 'plan.json');
writeFileSync(notAPlan, '{}');
const task: CheckTask = {
  dir: undefined,
  terraform: undefined,
  actor: [],
  approvals: undefined,
  allowedSigners: undefined,
  record: join(dir, 'record.jsonl'),
  config: undefined,
  environment: undefined,
  scope: [],
  critical: [],
  maxDestroy: undefined,
  allow: undefined,
  changedFiles: undefined,
  now: '2026-12-01T09:00:00.000Z',
  commit: undefined,
  baseDir: undefined,
  firstPlan: files[0],
  identified: true,
};

it('leaves out what text does not show, and records it nevertheless', async () => {
  const options = { width: 80, colour: false, explainPass: true };
  const judge = await checkPlans({ ...task, identified: false });
  const judgeWhole = await checkPlans(task);
  for (const file of files) {
    const { report, recorded } = await judge(file);
    const whole = (await judgeWhole(file)).report;
    expect(text(report, options)).toBe(text(whole, options));
    expect(report.plan.fingerprint).toBe('');
    expect(recorded.map((each) => each.report.plan.fingerprint)).toEqual([whole.plan.fingerprint]);
  }
});

describe('onThreads', () => {
  it('gives what one thread gives, for a plan that cannot be read as well', async () => {
    const all = [...files.slice(0, 2), notAPlan, ...files.slice(2)];
    const begun: string[] = [];
    const judged = await onThreads(all, {
      threads: 2,
      command: 'check',
      task,
      onPlan: (file) => begun.push(file),
      program,
    });
    const judge = await checkPlans(task);
    for (const [i, file] of all.entries()) expect(judged[i]).toEqual(await judge(file));
    expect(judged.map(({ report }) => report.verdict)).toEqual(['pass', 'pass', 'error', 'fail', 'fail']);
    expect(judged.every(({ recorded }) => recorded.length === 1)).toBe(true);
    expect(begun).toEqual(all);
  });

  it('throws what one thread throws', async () => {
    const config = join(dir, 'faulty.yaml');
    writeFileSync(config, 'limits: { destroys: many }\n');
    const faulty = onThreads(files, {
      threads: 2,
      command: 'check',
      task: { ...task, config },
      onPlan: () => {},
      program,
    });
    await expect(faulty).rejects.toBeInstanceOf(PolicyError);
    await expect(faulty).rejects.toThrow('limits.destroys: must be a whole number');
  });

  it('throws if a thread ends without an answer', async () => {
    const ending = 'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(0))';
    const program = new URL(`data:text/javascript,${encodeURIComponent(ending)}`);
    const judged = onThreads(files, { threads: 1, command: 'check', task, onPlan: () => {}, program });
    await expect(judged).rejects.toThrow('a thread ended with status 0 and no answer');
  });
});

describe('threadCount', () => {
  const big = (name: string, megabytes: number): string => {
    writeFileSync(join(dir, name), Buffer.alloc(megabytes * 1_000_000, ' '));
    return join(dir, name);
  };

  it('is one where a thread is not worth its start', async () => {
    expect(await threadCount(files, program)).toBe(1);
    expect(await threadCount([big('a', 5)], program)).toBe(1);
  });

  it('is one for standard input, and without the program of a thread', async () => {
    const plans = [big('b', 5), big('c', 5)];
    expect(await threadCount([...plans, '-'], program)).toBe(1);
    expect(await threadCount(plans)).toBe(1);
  });

  it.skipIf(availableParallelism() < 2)('is more for many megabytes', async () => {
    expect(await threadCount([big('d', 5), big('e', 5)], program)).toBe(2);
  });
});
