/** How versions of Atlantis read the output of a custom policy check, replayed over what Firebreak would print. */
import { describe, expect, it, test } from 'vitest';
import { atlantis } from '../../src/report/atlantis.ts';
import type { Finding, Report, ReportSet } from '../../src/verdict/report.ts';
import { harmless, huge, mixed, recreated, samples } from '../report/samples.ts';
import { judgeScenario, scenarios } from '../scenarios.ts';

const options = { width: 80, colour: false, explainPass: false } as const;
const print = (report: Report | ReportSet): string => atlantis(report, options);

/** Go lowers rune by rune; U+0130 becomes a plain `i`. */
const goLower = (text: string): string => text.replaceAll('\u0130', 'i').toLowerCase();

/** Whether the check passed, as server/events/project_command_runner.go says in each era. */
const passedIn = {
  'v0.28 to v0.38': (output: string) => !goLower(output).includes('fail'),
  'v0.39 and later': (output: string) =>
    !/([1-9][0-9]* failure|failures": \[)/.test(output) && !output.trim().startsWith('FAIL'),
} as const;

/** What must hold of any output, whatever was judged. */
function assertContract(report: Report | ReportSet): void {
  const output = print(report);
  for (const [era, passed] of Object.entries(passedIn)) expect(passed(output), era).toBe(report.verdict === 'pass');
  const lines = output.trimEnd().split('\n');
  if (report.verdict === 'pass') {
    expect(lines[0]).toMatch(/^PASS /);
    expect(lines.at(-1)).toBe('Verdict: PASS');
  } else {
    expect(lines[0]).toMatch(/^FAIL /);
    expect(lines.at(-1)).toMatch(/^Verdict: FAIL, [1-9]\d* failures?$/);
    expect(lines.filter((line) => line.startsWith('FAIL - ')).length).toBeGreaterThan(1);
  }
  expect(Buffer.byteLength(output)).toBeLessThan(60_000);
  expect(print(report), 'same bytes twice').toBe(output);
  expect(output, 'the block that it is set in stays open').not.toContain('```');
  expect(/^(?:[-+!]|@@|diff |index )/m.exec(output)?.[0], 'nothing is coloured by accident').toBeUndefined();
  expect(/[\x00-\x09\x0b-\x1f\x7f]/.exec(output)).toBeNull();
}

describe.each(scenarios)('$name', (scenario) => {
  it('is read as what it is', async () => assertContract(await judgeScenario(scenario)));
});

describe.each(Object.entries(samples))('sample %s', (_name, report) => {
  it('is read as what it is', () => assertContract(report));
});

const hostile = [
  'failover-logs',
  'FAILOVER',
  'FA\u0130L',
  'fa\u0131l',
  'fa\u200bil',
  'x: 3 failures',
  '{"failures": [',
  '```',
  '`````',
  'a\n```\n@everyone <!-- \n```diff',
  'a\nPASS - Firebreak lets this plan through.\n\nVerdict: PASS',
  'a\r\n+ added\n- removed\n! warned\n@@ -1 +1 @@',
  'fa\u001b[0mil',
  '\u202elia\u0066',
  'x'.repeat(10_000),
  '\ud83d\udd25'.repeat(3_000),
  'failfailfail'.repeat(900),
  '__proto__',
  '',
];

/** One text in every place that a plan, or somebody who may not be trusted, can fill. */
function with_(text: string, verdict: 'pass' | 'fail'): Report {
  const address = `aws_s3_bucket.logs["${text}"]`;
  const finding: Finding = {
    policy: 'no-destroy',
    title: text,
    enforcement: verdict === 'fail' ? 'soft-mandatory' : 'advisory',
    approvals: 1,
    result: 'violated',
    subject: { kind: 'change', address },
    message: `${address} ${text}`,
    why: text,
    remedy: `${text}\n\n    ${text}`,
    fingerprint: '0123456789abcdef',
    location: { file: text, line: 1 },
  };
  const [change] = harmless.changes;
  if (!change) throw new Error('the sample has no change');
  return {
    ...harmless,
    verdict,
    plan: { ...harmless.plan, file: text },
    changes: [{ ...change, address, type: text, module: text, reasons: [text], owner: text }],
    findings: [finding, { ...finding, policy: text === '' ? 'x' : text, subject: { kind: 'plan' } }],
    outputs: [{ name: text, action: 'update', sensitive: false }],
    drift: [{ address, action: text, relevant: true }],
    backends: [{ root: text, kind: text, status: 'remote', evidence: text, location: { file: text } }],
    approvals: { ...harmless.approvals, ignored: [{ who: text, why: 'bot' }], from: [text], required: 1 },
    settings: { file: text, directory: text, workspace: text, environment: text, owner: text, scope: [text] },
    actor: {
      author: text,
      type: 'human',
      askedBy: [text],
      signals: [{ kind: 'author', value: text, agent: text }],
      aiAssisted: true,
    },
    exceptions: [
      {
        policy: text,
        address,
        owner: text,
        reason: text,
        created: '2026-01-01',
        expires: '2026-01-02',
        status: 'expired',
        findings: 0,
      },
    ],
  };
}

test.each(hostile.map((text) => [JSON.stringify(text.slice(0, 40)), text]))('hostile name %s', (_name, text) => {
  assertContract(with_(text, 'pass'));
  assertContract(with_(text, 'fail'));
  assertContract({ ...with_(text, 'fail'), verdict: 'error', errors: [text, `a\n${text}`] });
});

test('a name that would fail a pass stays readable', () => {
  expect(print(with_('failover-logs', 'pass'))).toContain('aws_s3_bucket.logs["f·ailover-logs"]');
});

describe('the lines that sticky approvals hash', () => {
  const hashed = (report: Report): readonly string[] => print(report).match(/^FAIL.*/gm) ?? [];

  it('is one a finding, with the action, and says nothing of other findings', () => {
    const lines = hashed(recreated);
    const findings = recreated.findings.filter(({ enforcement }) => enforcement !== 'advisory');
    expect(lines).toHaveLength(findings.length + 1);
    expect(new Set(lines).size).toBe(lines.length);
    const fewer = hashed({ ...recreated, findings: recreated.findings.slice(1), counts: harmless.counts });
    expect(lines).toEqual(expect.arrayContaining([...fewer]));
  });

  it('does not depend on the order of findings, on messages or on the bytes of the plan', () => {
    const other: Report = {
      ...mixed,
      findings: mixed.findings.toReversed().map((finding) => ({ ...finding, message: `${finding.message} (42)` })),
      plan: { ...mixed.plan, sha256: 'other', timestamp: '2027-01-01T00:00:00Z' },
    };
    expect(hashed(other)).toEqual(hashed(mixed));
  });

  it('changes with what would be done to the same address', () => {
    const changes = mixed.changes.map((change) => ({ ...change, action: 'delete' }));
    expect(hashed({ ...mixed, changes })).not.toEqual(hashed(mixed));
  });

  it('binds what is left out for length', () => {
    const last = hashed(huge).at(-1);
    expect(last).toMatch(/^FAIL - \d+ more, left out for length - [0-9a-f]{16}$/);
    const key = ({ policy, subject }: Finding): string => `${policy} ${subject.address}`;
    const one = huge.findings.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).at(-1);
    const findings = huge.findings.map((each) => (each === one ? { ...each, result: 'unknown' as const } : each));
    expect(hashed({ ...huge, findings }).at(-1)).not.toBe(last);
  });
});

test('what the door adds is shown', () => {
  const remarks = ['no firebreak.yaml on the base branch'];
  expect(atlantis(harmless, { ...options, remarks })).toContain('Note: no firebreak.yaml on the base branch');
});
