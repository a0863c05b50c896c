/** The record on the disk: several writers, writers that die, and who comes after them. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withLock } from '../../src/app/file-lock.ts';
import { appendRecord } from '../../src/app/record-file.ts';
import { type RecordInput, verifyRecord } from '../../src/verdict/record/record.ts';
import { complete } from '../report/samples.ts';
import { cli, firebreak, root } from './run.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-record-'));
afterAll(() => rmSync(temp, { recursive: true }));

const verdict: RecordInput = {
  report: complete,
  basis: { settings: { file: null, sha256: null, flags: {} }, policies: null },
  given: [],
  command: 'check',
  at: new Date(0),
};
const plan = 'fixtures/aws-39-no-changes/plan.json';
const check = (file: string): ReturnType<typeof verifyRecord> => verifyRecord(readFileSync(file, 'utf8'));
const leftovers = (file: string): readonly string[] =>
  readdirSync(temp).filter((name) => name !== basename(file) && name.startsWith(basename(file)));

describe('record', () => {
  it('is kept by check, one line for each plan, and verified', async () => {
    const file = join(temp, 'checked.jsonl');
    const destroy = 'fixtures/aws-03-destroy-rds-prod/plan.json';
    const args = ['check', plan, destroy, '--record', file, '--actor', 'ada', '--now', '2026-11-22T10:00:00Z'];
    const { code } = await firebreak([...args, '-f', `json=${join(temp, 'reports.json')}`]);
    expect(code).toBe(1);
    const [first, second] = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([first.verdict, second.verdict]).toEqual(['pass', 'fail']);
    expect(second).toMatchObject({ sequence: 2, at: '2026-11-22T10:00:00.000Z', actor: { author: 'ada' } });
    expect(second.policies).toMatch(/^[0-9a-f]{64}$/);
    const { reports } = JSON.parse(readFileSync(join(temp, 'reports.json'), 'utf8'));
    expect(second.plan.sha256).toBe(reports[1].plan.sha256);

    const sound = await firebreak(['record', 'verify', file, '-f', 'json']);
    expect(sound.code).toBe(0);
    const { head } = JSON.parse(sound.stdout);
    expect((await firebreak(['record', 'verify', file, '--anchor', head])).code).toBe(0);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"verdict":"fail"', '"verdict":"pass"'));
    const edited = await firebreak(['record', 'verify', file]);
    expect([edited.code, edited.stdout]).toEqual([1, expect.stringContaining('line 2 was edited')]);
    // Nothing is put behind what was edited, and no verdict is given that is not recorded.
    const refused = await firebreak(['check', plan, '--record', file]);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('break-glass uses are unknown: line 2 was edited');
  });

  it('holds the verdicts on the other plans if one cannot be written, also beside a report in text', async () => {
    const [file, deep] = [join(temp, 'deep.jsonl'), join(temp, 'deep.json')];
    const database = {
      address: 'aws_db_instance.a',
      mode: 'managed',
      type: 'aws_db_instance',
      change: { actions: ['delete'], before: { tags: 0 }, after: null },
    };
    const text = JSON.stringify({ format_version: '1.2', terraform_version: '1.9.0', resource_changes: [database] });
    // Policies can judge it, but its fingerprint is computed by a function that calls itself more often.
    writeFileSync(deep, text.replace('"tags":0', `"tags":${'['.repeat(3000)}${']'.repeat(3000)}`));
    const { code, stdout } = await firebreak(['check', deep, plan, '--record', file]);
    expect([code, stdout]).toEqual([2, expect.stringContaining('1 could not be judged and 1 passes')]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).verdict)).toEqual(['error', 'pass']);
  });

  it('holds every verdict of writers that write at once', async () => {
    const file = join(temp, 'concurrent.jsonl');
    await Promise.all(Array.from({ length: 40 }, () => appendRecord(file, [verdict, verdict])));
    const processes = Array.from({ length: 4 }, () =>
      once(spawn(process.execPath, [cli, 'check', plan, '--record', file], { cwd: root, stdio: 'ignore' }), 'close'),
    );
    expect((await Promise.all(processes)).map(([code]) => code)).toEqual([0, 0, 0, 0]);
    expect(check(file)).toMatchObject({ lines: 84, faults: [] });
    expect(leftovers(file)).toEqual([]);
  });

  it('puts aside what a writer left that died in mid-write, and goes on', async () => {
    for (const cut of [2, 40, 1000]) {
      const file = join(temp, `crashed-${cut}.jsonl`);
      for (let at = 0; at < 3; at += 1) await appendRecord(file, [verdict]);
      const whole = readFileSync(file, 'utf8');
      truncateSync(file, whole.length - cut);
      expect((await firebreak(['record', 'verify', file])).stdout).toContain(
        'the last line is incomplete (e.g. after a crash)',
      );
      await appendRecord(file, [verdict]);
      const { lines, faults } = check(file);
      expect([lines, faults]).toEqual([3, []]);
      const [aside = ''] = leftovers(file);
      const kept = readFileSync(join(temp, aside), 'utf8');
      expect(whole.split('\n')[2]?.startsWith(kept), 'nothing is lost').toBe(true);
      const last = JSON.parse(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '');
      expect(last.repaired.bytes).toBe(kept.length);
      expect((await firebreak(['record', 'verify', file])).stdout).toContain('Before 1 line, a writer stopped midway');
    }
  });

  it('takes a last line for whole that lacks only its newline', async () => {
    const file = join(temp, 'no-newline.jsonl');
    for (let at = 0; at < 2; at += 1) await appendRecord(file, [verdict]);
    truncateSync(file, readFileSync(file).length - 1);
    expect(await firebreak(['record', 'verify', file])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 lines'),
    });
    await appendRecord(file, [verdict]);
    expect(check(file)).toMatchObject({ lines: 3, repaired: 0, faults: [] });
    expect(leftovers(file)).toEqual([]);
  });

  it('says where its line endings were changed, and puts nothing behind them', async () => {
    const file = join(temp, 'crlf.jsonl');
    await appendRecord(file, [verdict]);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    await expect(appendRecord(file, [verdict])).rejects.toThrow('the record has changed line endings');
    expect(check(file).faults).toEqual([expect.stringContaining('line endings were changed')]);
  });

  it('is one chain for writers that come by a link', async () => {
    const file = join(temp, 'linked.jsonl');
    mkdirSync(join(temp, 'links'));
    // Also where the file is not there yet.
    symlinkSync(file, join(temp, 'a.jsonl'));
    symlinkSync('..', join(temp, 'links', 'up'));
    const ways = [file, join(temp, 'a.jsonl'), join(temp, 'links', 'up', 'linked.jsonl')];
    await Promise.all(Array.from({ length: 30 }, (_, at) => appendRecord(ways[at % 3] ?? '', [verdict])));
    expect(check(file)).toMatchObject({ lines: 30, faults: [] });
    expect([...leftovers(file), ...readdirSync(join(temp, 'links'))]).toEqual(['up']);
  });

  it('is not written through a link out of its folder', async () => {
    const [link, target] = [join(temp, 'links', 'out.jsonl'), join(temp, 'elsewhere.jsonl')];
    symlinkSync(target, link);
    const { code, stderr } = await firebreak(['check', plan, '--record', link]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('the record cannot be written: this is a link to')]);
    expect(existsSync(target)).toBe(false);
  });

  it('says nothing of broken glass where a line was changed or removed', async () => {
    const file = join(temp, 'edited.jsonl');
    for (let at = 0; at < 3; at += 1) await appendRecord(file, [verdict]);
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const edited of [lines.with(1, (lines[1] ?? '').replace('check', 'chekc')), lines.toSpliced(1, 1)]) {
      writeFileSync(file, edited.join('\n'));
      const { code, stderr } = await firebreak(['check', plan, '--record', file]);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('so unreviewed break-glass uses are unknown: line 2'),
      ]);
    }
  });

  it.skipIf(process.platform === 'win32')('says what is no file, and where there is no room', async () => {
    for (const [device, kind] of [
      ['/dev/null', 'device or pipe'],
      [temp, 'folder'],
    ] as const) {
      const { code, stdout, stderr } = await firebreak(['check', plan, '--record', device]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`${device}: the record must be a file, not a ${kind}`);
    }
    const file = join(temp, 'full.jsonl');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', 'ulimit -f 1; for i in 1 2 3 4 5 6 7 8; do "$@" || exit $?; done', '-', process.execPath, cli].concat([
        'check',
        'fixtures/aws-39-no-changes/plan.json',
        '--record',
        file,
        '-f',
        'json',
      ]),
      { cwd: root, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('the record cannot be written: file too large')]);
    expect(stdout).not.toContain('"verdict":"pass","plan"');
    expect((await firebreak(['check', plan, '--record', file])).code).toBe(0);
    expect(check(file).faults).toEqual([]);
  });

  it('takes over the lock of a writer that is gone, not of one that is there', async () => {
    const file = join(temp, 'locked.jsonl');
    const lock = `${file}.lock`;
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'close');
    writeFileSync(lock, JSON.stringify({ pid: gone.pid, host: hostname(), token: 'x' }));
    await Promise.all([appendRecord(file, [verdict]), appendRecord(file, [verdict])]);
    expect(check(file)).toMatchObject({ lines: 2, faults: [] });

    const elsewhere = JSON.stringify({ pid: 1, host: 'another-machine', token: 'x' });
    writeFileSync(lock, elsewhere);
    await expect(withLock(file, async () => 'in', { patienceMs: 100 })).rejects.toThrow(
      'another process is writing to it',
    );
    expect(readFileSync(lock, 'utf8')).toBe(elsewhere);
    utimesSync(lock, new Date(0), new Date(0));
    expect(await withLock(file, async () => 'in', { patienceMs: 100 })).toBe('in');
    expect(existsSync(lock)).toBe(false);
  });

  it('takes over where somebody died while taking over', async () => {
    const file = join(temp, 'left.jsonl');
    for (const left of [`${file}.lock`, `${file}.lock.takeover`]) {
      writeFileSync(left, '4711');
      utimesSync(left, new Date(0), new Date(0));
    }
    expect(await withLock(file, async () => 'in', { patienceMs: 5000 })).toBe('in');
    expect([`${file}.lock`, `${file}.lock.takeover`].filter(existsSync)).toEqual([]);
  });

  it('lets nobody in while somebody is in', async () => {
    const file = join(temp, 'exclusive');
    let inside = 0;
    const seen = await Promise.all(
      Array.from({ length: 20 }, () =>
        withLock(file, async () => {
          inside += 1;
          const now = inside;
          await new Promise((done) => setTimeout(done, 2));
          inside -= 1;
          return now;
        }),
      ),
    );
    expect(seen).toEqual(Array(20).fill(1));
  });

  it('says where it cannot be written, and judges nothing then', async () => {
    const { code, stdout, stderr } = await firebreak(['check', plan, '--record', join(temp, 'no', 'such', 'folder')]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('cannot be created');
    for (const path of [join(temp, 'nowhere'), temp]) {
      const verified = await firebreak(['record', 'verify', path]);
      expect(verified.code).toBe(2);
      expect(verified.stderr).toContain('the record cannot be read');
      expect(verified.stderr).not.toContain('plan');
    }
    expect(await firebreak(['record', 'stats', plan])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a record of verdicts'),
    });
    expect((await firebreak(['record', 'verify', plan, '--anchor', 'x'])).stderr).toContain('64 hexadecimal digits');
  });
});
