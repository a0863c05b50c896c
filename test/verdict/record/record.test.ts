/** The chain of the record: every edit, deletion, insertion, reordering is found; with an anchor also a cut end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  digestOf,
  emptyRecord,
  genesisHash,
  parseHead,
  toRecordLine,
  verifyRecord,
} from '../../../src/verdict/record/record.ts';
import { complete, samples } from '../../report/samples.ts';

function recordOf(count: number): readonly string[] {
  const reports = Object.values(samples).flatMap((sample) => ('reports' in sample ? sample.reports : [sample]));
  const lines: string[] = [];
  let head = emptyRecord;
  for (let at = 0; at < count; at += 1) {
    const report = reports[at % reports.length] ?? complete;
    const basis = { settings: { file: 'firebreak.yaml', sha256: digestOf({ at }), flags: {} }, policies: digestOf([]) };
    const line = toRecordLine({ report, basis, given: [], command: 'check', at: new Date(at * 1000) }, head);
    head = parseHead(line) ?? head;
    lines.push(line);
  }
  return lines;
}

const lines = recordOf(12);
const text = (of: readonly string[]): string => of.map((line) => `${line}\n`).join('');
const anchor = parseHead(lines.at(-1) ?? '')?.hash ?? '';

describe('the record', () => {
  it('is sound as it was written', () => {
    expect(verifyRecord(text(lines), anchor)).toEqual({ lines: 12, head: anchor, repaired: 0, faults: [] });
    expect(verifyRecord('')).toEqual({ lines: 0, head: genesisHash, repaired: 0, faults: [] });
    expect(verifyRecord(text(lines), parseHead(lines[3] ?? '')?.hash).faults, 'grown since the anchor').toEqual([]);
  });

  it('needs no newline behind its last line', () => {
    expect(verifyRecord(text(lines).slice(0, -1), anchor)).toMatchObject({ lines: 12, head: anchor, faults: [] });
  });

  it('has one fault where the line endings were changed, beside the others', () => {
    const converted = text(lines).replaceAll('\n', '\r\n');
    const fault = expect.stringContaining('line endings were changed');
    expect(verifyRecord(converted, anchor)).toMatchObject({ lines: 12, head: anchor, faults: [fault] });
    const edited = converted.replace('"sequence":3', '"sequence":9');
    expect(verifyRecord(edited).faults).toEqual([fault, expect.stringContaining('line 3 was edited')]);
  });

  it('is plain ASCII, whatever an address is called', () => {
    expect(JSON.stringify(samples)).toMatch(/[\u2028\u202e]/);
    expect(text(lines)).toMatch(/^[\n -~]*$/);
  });

  it('says who counted, and why others did not', () => {
    const value = JSON.parse(
      toRecordLine(
        {
          report: complete,
          basis: { settings: { file: null, sha256: null, flags: {} }, policies: null },
          given: [{ who: 'alice', at: '2026-11-22T10:00:00Z', source: 'signature', key: 'SHA256:x' }],
          command: 'apply',
          at: new Date(0),
        },
        emptyRecord,
      ),
    );
    expect(value).toMatchObject({
      verdict: 'error',
      command: 'apply',
      plan: { sha256: complete.plan.sha256, fingerprint: complete.plan.fingerprint, state: complete.plan.state },
      actor: complete.actor,
      approvals: { from: ['alice'], ignored: [{ who: 'claude[bot]', why: 'bot' }], given: [{ key: 'SHA256:x' }] },
    });
    expect(value.findings).toHaveLength(complete.findings.length);
    expect(value.exceptions).toEqual(complete.exceptions.filter(({ status }) => status === 'used'));
  });

  it('shows any change of any byte', () => {
    const whole = text(lines);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const other = String.fromCharCode(whole.charCodeAt(at) ^ by);
        const edited = whole.slice(0, at) + other + whole.slice(at + 1);
        expect(verifyRecord(edited, anchor).faults).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('shows a gap in the numbers where the hashes follow: a line that was written with another count', () => {
    const input = { report: complete, basis: { settings: { file: null, sha256: null, flags: {} }, policies: null } };
    const behind = parseHead(lines[0] ?? '') ?? emptyRecord;
    const next = (sequence: number): string =>
      toRecordLine({ ...input, given: [], command: 'check', at: new Date(0) }, { ...behind, sequence });
    expect(verifyRecord(text([lines[0] ?? '', next(1)])).faults).toEqual([]);
    expect(verifyRecord(text([lines[0] ?? '', next(3)])).faults).toEqual([
      'line 2 does not follow line 1: 2 lines are missing between them, or they were reordered',
    ]);
  });

  it('shows lines taken out, doubled, put elsewhere, and a cut end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(lines.length - 1), { maxLength: 16 }), (order) => {
        fc.pre(order.join() !== lines.map((_, index) => index).join());
        const other = order.map((index) => lines[index] ?? '');
        expect(verifyRecord(text(other), anchor).faults).not.toEqual([]);
      }),
    );
    const cut = text(lines.slice(0, -2));
    expect(verifyRecord(cut).faults, 'nobody can see that without an anchor').toEqual([]);
    expect(verifyRecord(cut, anchor).faults).toEqual([expect.stringContaining('the end was cut off')]);
    expect(verifyRecord(text(lines.slice(2))).faults).toEqual([
      expect.stringContaining('2 lines before it were cut off'),
    ]);
    expect(verifyRecord(text(lines.slice(1))).faults).toEqual([
      expect.stringContaining('a line before it was cut off'),
    ]);
    expect(verifyRecord(text(lines).slice(0, -9)).faults).toEqual([
      expect.stringContaining('incomplete (e.g. after a crash)'),
    ]);
  });

  it('shows an edit whose own hash was made anew', () => {
    const [first = '', second = '', ...others] = lines;
    const { hash, ...entry } = JSON.parse(second);
    const { previous, sequence } = entry;
    const forged = toRecordLine(
      {
        report: { ...complete, verdict: 'pass' },
        basis: { settings: entry.settings, policies: entry.policies },
        given: [],
        command: 'check',
        at: new Date(0),
      },
      { hash: previous, sequence: sequence - 1 },
    );
    expect(parseHead(forged)?.hash).not.toBe(hash);
    expect(verifyRecord(text([first, forged, ...others])).faults).toEqual([
      'line 3 does not follow line 2: lines were reordered, repeated or inserted',
    ]);
  });

  it('hashes values whatever the order of their keys', () => {
    expect(digestOf({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(digestOf({ b: { c: [1, 2] }, a: 1 }));
    expect(digestOf({ a: [1, 2] })).not.toBe(digestOf({ a: [2, 1] }));
  });
});
