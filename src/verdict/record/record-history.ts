/** Reads verdicts back from the lines of a record. Lines that are none are passed over: `record verify` names them. */
import { isObject } from '../../text/is-object.ts';
import type { BrokenGlass, PastBrokenGlass } from '../report-approvals.ts';

type Line = Readonly<Record<string, unknown>>;

/** Returns the lines of a record as values. */
export function recordLines(text: string): readonly Line[] {
  return text.split('\n').flatMap((line) => {
    const value = parse(line);
    return isObject(value) && value.schema === 'firebreak.record/1' ? [value] : [];
  });
}

/** Returns the broken glass that nobody but the one who broke it has reviewed, in the order of the record. */
export function unreviewedBrokenGlass(text: string): readonly PastBrokenGlass[] {
  const open = new Map<string, PastBrokenGlass>();
  for (const { brokenGlass, brokenGlassBefore, plan } of recordLines(text)) {
    if (isBrokenGlass(brokenGlass)) {
      const state = isObject(plan) && typeof plan.state === 'string' ? { state: plan.state } : {};
      open.set(keyOf(brokenGlass), { ...brokenGlass, ...state });
    }
    for (const earlier of Array.isArray(brokenGlassBefore) ? brokenGlassBefore : [])
      if (isBrokenGlass(earlier) && 'reviewedBy' in earlier) open.delete(keyOf(earlier));
  }
  return [...open.values()];
}

function parse(line: string): unknown {
  try {
    return line === '' ? null : JSON.parse(line);
  } catch {
    return null;
  }
}

function isBrokenGlass(value: unknown): value is BrokenGlass {
  return (
    isObject(value) &&
    [value.who, value.at, value.reason, value.source, value.fingerprint].every((text) => typeof text === 'string') &&
    Array.isArray(value.names) &&
    value.names.every((name) => typeof name === 'string')
  );
}

/** One person can break the glass for one plan again. */
export function keyOf({ who, at, fingerprint }: Pick<BrokenGlass, 'who' | 'at' | 'fingerprint'>): string {
  return JSON.stringify([who, at, fingerprint]);
}
