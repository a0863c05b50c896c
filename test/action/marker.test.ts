/** What a comment carries unseen, whatever the names are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbout, markerOf, readRecord, recordOf } from '../../src/action/marker.ts';
import { codePoint } from '../code-points.ts';

const names = fc.string({ unit: codePoint });

describe('the marker', () => {
  it('is one line that nothing can end early', () => {
    fc.assert(
      fc.property(names, names, (root, environment) => {
        const marker = markerOf({ root, environment });
        expect(marker).toMatch(/^<!-- firebreak root=[\w.*/%!'()~-]* environment=[\w.*/%!'()~-]* -->$/);
        expect(marker.indexOf('-->')).toBe(marker.length - 3);
        expect(isAbout(`${marker}\nreport`, { root, environment })).toBe(true);
      }),
    );
  });

  it('tells roots and environments apart', () => {
    const topic = { root: 'live/prod', environment: 'prod' };
    expect(markerOf(topic)).toBe('<!-- firebreak root=live/prod environment=prod -->');
    for (const other of [
      { ...topic, root: 'live/dev' },
      { ...topic, environment: 'dev' },
    ])
      expect(isAbout(markerOf(other), topic)).toBe(false);
    expect(isAbout(`> ${markerOf(topic)}`, topic)).toBe(false);
  });
});

describe('the record', () => {
  const record = {
    fingerprint: 'a'.repeat(64),
    commit: 'b'.repeat(40),
    since: '2026-11-22T01:02:03.004Z',
    findings: ['0f'],
  };
  const marker = markerOf({ root: '.', environment: 'default' });

  it('is read as it was written', () => {
    const ofSaved = { ...record, fingerprint: `${'a'.repeat(64)}.${'c'.repeat(32)}` };
    for (const each of [record, ofSaved, { ...record, since: null, findings: [] }])
      expect(readRecord(`${marker}\r\n${recordOf(each)}\r\nrest`)).toEqual(each);
  });

  it.each([
    ['on another line', `${marker}\n\n${recordOf(record)}`],
    ['another fingerprint', `${marker}\n${recordOf({ ...record, fingerprint: 'xyz' })}`],
    ['no date', `${marker}\n${recordOf({ ...record, since: '9999-99-99T99:99:99Z' })}`],
    ['more behind it', `${marker}\n${recordOf(record)} and more`],
  ])('is none: %s', (_, body) => {
    expect(readRecord(body)).toBeNull();
  });
});
