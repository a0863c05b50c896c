/** Collects verdicts with the settings and policies they were judged by, and writes them for `--record`. */
import { type Basis, digestOf, type RecordInput } from '../verdict/record/record.ts';
import type { Report } from '../verdict/report.ts';
import type { JudgeContext } from './judge-plan.ts';
import type { Loaded } from './load-settings.ts';
import { appendRecord } from './record-file.ts';

/** Collects the verdicts of one command. */
export interface Recorder {
  /** Called with the settings of the next plan. */
  readonly onSettings: (loaded: Loaded | undefined) => void;
  readonly add: (report: Report, given?: RecordInput['given']) => void;
  /** Returns what was added so far and forgets it, for a record that the caller writes. */
  readonly take: () => readonly RecordInput[];
  /**
   * Writes the record; does nothing if none was requested. Call it before doing anything that the verdict allows.
   * @throws {UsageError} if the record cannot be written
   */
  readonly write: () => Promise<void>;
}

/** Returns a recorder for one command. */
export function recorderOf(options: {
  /** Undefined: no record was requested. */
  readonly file: string | undefined;
  readonly command: string;
  readonly judging: JudgeContext;
}): Recorder {
  const { file, command, judging } = options;
  // Settings and policies are hashed only if a record is written.
  if (file === undefined) {
    return { onSettings: () => {}, add: () => {}, take: () => [], write: async () => {} };
  }
  const kept: RecordInput[] = [];
  const flags = { ...judging.settings.flags, critical: judging.critical };
  const unknown: Basis = { settings: { file: null, sha256: null, flags }, policies: null };
  let basis = unknown;
  return {
    onSettings: (loaded) => {
      basis = loaded ? { settings: { ...settingsOf(loaded), flags }, policies: policiesOf(loaded) } : unknown;
    },
    add: (report, given = judging.approvals?.given.approvals ?? []) => {
      const people = given.map(({ who, at, source, key }) => ({ who, at, source, ...(key !== undefined && { key }) }));
      kept.push({ report, basis, given: people, command, at: judging.now });
      basis = unknown;
    },
    take: () => kept.splice(0),
    write: async () => {
      if (kept.length > 0) await appendRecord(file, kept);
    },
  };
}

/** Hashes the values only: comments and the location of the file make no difference. */
function settingsOf({ file, config: { file: _, position, ...values } }: Loaded): Omit<Basis['settings'], 'flags'> {
  return file === null ? { file: null, sha256: null } : { file: file.shownAs, sha256: digestOf(values) };
}

function policiesOf({ policies }: Loaded): string {
  return digestOf(policies.map(({ positions, file, ...policy }) => policy).toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}
