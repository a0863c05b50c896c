/** `--actor` and `--approvals`: what is read, and every fault with its place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { faultText, InputError } from '../../../src/errors.ts';
import { readActor, readApprovals } from '../../../src/read/approvals/approvals.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-approvals-'));
afterAll(() => rmSync(temp, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(temp, name);
  writeFileSync(path, text);
  return path;
}

async function faultsOf(reading: Promise<unknown>): Promise<readonly string[]> {
  const error = await reading.catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw error;
  return error.faults.map((fault) => faultText(fault).replace(`${temp}/`, ''));
}

const fingerprint = 'ab'.repeat(32);

describe('approvals', () => {
  it('are a list', async () => {
    const path = file(
      'list.yaml',
      `- { who: ada, human: true, at: 2026-11-22T10:00:00Z, fingerprint: ${fingerprint} }\n`,
    );
    expect(await readApprovals(path)).toEqual({
      approvals: [{ who: 'ada', human: true, at: '2026-11-22T10:00:00Z', source: 'file', fingerprint }],
    });
  });

  it('or an object that says more', async () => {
    const digest = 'cd'.repeat(16);
    const covers = {
      findings: [{ fingerprint: 'ab'.repeat(8), facts: [digest], amounts: { 'change.dependents': 2 } }],
      destroys: [{ address: 'aws_db_instance.main["a"]', object: digest }],
    };
    const given = {
      commit: 'c0'.repeat(20),
      reportedAt: '2026-11-22T09:00:00+01:00',
      approvals: [{ who: 'ada', human: true, at: '2026-11-22T10:00Z', source: 'signature', covers }],
    };
    expect(await readApprovals(file('object.json', JSON.stringify(given)))).toEqual(given);
  });

  it('may be none', async () => expect(await readApprovals(file('none.json', '[]'))).toEqual({ approvals: [] }));

  it('are refused with every fault and its place', async () => {
    const path = file(
      'faulty.yaml',
      `- { who: ada, human: true, at: yesterday, fingerprint: ${fingerprint} }
- { who: " ", human: "yes", at: 2026-11-22T10:00:00Z, commit: main }
- { who: grace, at: 2026-11-22T10:00:00, comit: ${'c0'.repeat(20)} }
- { who: grace, human: true, at: 2026-11-22T10:00:00Z, covers: { findings: [] } }
`,
    );
    const faults = await faultsOf(readApprovals(path));
    expect(faults).toHaveLength(8);
    expect(faults[0]).toBe(
      'faulty.yaml:1:28: 0.at: wrong format\n  Date and time with a zone, e.g. 2026-11-22T09:30:00Z.',
    );
    expect(faults.join('\n')).toContain('faulty.yaml:3:42: 2: unknown key `comit`\n  Did you mean `commit`?');
    expect(faults.join('\n')).toContain('`human` is missing');
    expect(faults.join('\n')).toContain('faulty.yaml:4:56: 3.covers: `destroys` is missing');
  });

  it('of earlier versions are refused in one sentence', async () => {
    const covers = '{ findings: [0123456789abcdef], destroys: [aws_db_instance.main] }';
    const old = `{ who: ada, human: true, at: 2026-11-22T10:00:00Z, covers: ${covers} }`;
    const sentence = (where: string) =>
      `${where}.covers: the approval was made with an older version of Firebreak and does not say what was seen`;
    expect(await faultsOf(readApprovals(file('old.yaml', `- ${old}\n`)))).toEqual([
      `${sentence('old.yaml:1:54: 0')}\n  Check the plan again with this version, and have it approved again.`,
    ]);
    expect(await faultsOf(readApprovals(file('old2.yaml', `approvals:\n  - ${old}\n`)))).toEqual([
      expect.stringContaining(sentence('approvals.0')),
    ]);
  });

  it('of nothing in particular are refused: they would count for everything', async () => {
    const path = file('unbound.yaml', 'approvals:\n  - { who: ada, human: true, at: 2026-11-22T10:00:00Z }\n');
    expect(await faultsOf(readApprovals(path))).toEqual([
      'unbound.yaml:2:5: approvals.0: the approval does not say what it approves\n  Add `fingerprint` (plan.fingerprint in the report), `commit` or `covers`.',
    ]);
  });

  it.each([
    ['missing.yaml', null, 'no such file'],
    ['word.yaml', 'yes', 'must be a list or a map'],
    ['broken.json', '[{', 'invalid YAML'],
  ])('%s', async (name, text, message) => {
    const path = text === null ? join(temp, name) : file(name, text);
    expect((await faultsOf(readApprovals(path))).join()).toContain(message);
  });
});

describe('the actor', () => {
  it('is nobody by default', async () => expect(await readActor([])).toEqual({}));

  it('is a login; further ones asked for it', async () => {
    expect(await readActor(['claude[bot]', 'ada', 'grace@example.com'])).toEqual({
      author: 'claude[bot]',
      askedBy: ['ada', 'grace@example.com'],
    });
  });

  it('is what a file says', async () => {
    const actor = {
      author: 'ada',
      authorType: 'human',
      commits: [{ authors: ['ada'], message: 'x' }],
      labels: ['a'],
      branch: 'b',
    };
    const path = file('actor.json', JSON.stringify({ ...actor, askedBy: ['tim'] }));
    expect(await readActor([path, 'grace'])).toEqual({ ...actor, askedBy: ['tim', 'grace'] });
  });

  it('is refused with every fault and its place', async () => {
    const path = file('actor.yaml', 'autor: ada\nauthorType: Bot\n');
    expect(await faultsOf(readActor([path]))).toEqual([
      'actor.yaml:1:1: `author` is missing',
      'actor.yaml:1:1: unknown key `autor`\n  Did you mean `author`?',
      'actor.yaml:2:1: authorType: must be one of human, bot\n  Did you mean `bot`?',
    ]);
    expect((await faultsOf(readActor(['nowhere/actor.json']))).join()).toContain('no such file');
  });
});
