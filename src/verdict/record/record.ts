/** The record of verdicts: one line of JSON each, which holds the hash of the line before it. */
import { createHash } from 'node:crypto';
import type { Finding, Report } from '../report.ts';

/** The hash that the first line refers to. */
export const genesisHash = '0'.repeat(64);

/** Inputs of the verdict other than the plan. */
export interface Basis {
  readonly settings: {
    /** null: there is no settings file. */
    readonly file: string | null;
    /** SHA-256 (hex) of the settings in canonical order; null if they could not be read. */
    readonly sha256: string | null;
    /** Settings given on the command line. */
    readonly flags: unknown;
  };
  /** SHA-256 (hex) of all policies in force; null if unknown. */
  readonly policies: string | null;
}

/** An approval as it was given. The report says whether it counts. */
export interface RecordedApproval {
  readonly who: string;
  readonly at: string;
  readonly source: string;
  readonly key?: string;
}

/** Content of one record line. */
export interface RecordInput {
  readonly report: Report;
  readonly basis: Basis;
  readonly given: readonly RecordedApproval[];
  /** Subcommand of Firebreak, e.g. `apply`. */
  readonly command: string;
  readonly at: Date;
}

/** Where the next line is added. */
export interface Head {
  /** Number of lines so far. */
  readonly sequence: number;
  /** Hash of the last line. */
  readonly hash: string;
}

/** The head of an empty record. */
export const emptyRecord: Head = { sequence: 0, hash: genesisHash };

/**
 * Returns the line without its newline. `repaired` describes bytes of an incomplete line that a crash left and that
 * were set aside.
 */
export function toRecordLine(
  { report, basis, given, command, at }: RecordInput,
  head: Head,
  repaired?: { readonly bytes: number; readonly sha256: string },
): string {
  const { plan, verdict, errors, findings, approvals, exceptions, actor, tool } = report;
  const { brokenGlass, brokenGlassBefore } = report;
  const { covers, ...counted } = approvals;
  const { file, sha256, fingerprint, fingerprintScheme, state } = plan;
  const body = ascii({
    schema: 'firebreak.record/1',
    sequence: head.sequence + 1,
    at: at.toISOString(),
    command,
    version: tool.version,
    verdict,
    ...(errors && { errors }),
    plan: { file, sha256, fingerprint, fingerprintScheme, ...(state !== undefined && { state }) },
    ...basis,
    actor: actor ?? null,
    findings: findings.map(recorded),
    approvals: { ...counted, given },
    ...(brokenGlass && { brokenGlass }),
    ...(brokenGlassBefore && { brokenGlassBefore }),
    exceptions: exceptions.filter(({ status }) => status === 'used'),
    ...(repaired && { repaired }),
    previous: head.hash,
  });
  return `${body.slice(0, -1)},"hash":"${sha256Of(body)}"}`;
}

/** ASCII only, so that control or invisible characters in an address cannot mislead a reader. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function recorded({ policy, enforcement, result, subject, fingerprint, exception }: Finding): unknown {
  return { policy, enforcement, result, subject, fingerprint, ...(exception && { exception }) };
}

/** Returns the head after this line, and the hash it refers to; null if the line was edited. */
export function parseHead(line: string): (Head & { readonly previous: string }) | null {
  const [, open, hash] = /^(\{.*),"hash":"([0-9a-f]{64})"\}$/s.exec(line) ?? [];
  if (open === undefined || hash === undefined || sha256Of(`${open}}`) !== hash) return null;
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('sequence' in value) || !('previous' in value)) return null;
  const { sequence, previous } = value;
  return typeof sequence === 'number' && typeof previous === 'string' ? { sequence, hash, previous } : null;
}

/** Result of verifying a record. */
export interface RecordCheck {
  readonly lines: number;
  /** Hash of the last line, to be kept as an anchor. */
  readonly head: string;
  /** Number of lines that report repaired bytes. */
  readonly repaired: number;
  /** One sentence for each fault; empty if the record is intact. */
  readonly faults: readonly string[];
}

/**
 * Finds lines that were edited, removed, inserted or reordered. A truncated or completely rewritten record is found
 * only with an anchor: the hash of a line that was kept elsewhere.
 */
export function verifyRecord(text: string, anchor?: string): RecordCheck {
  // Changed line endings affect every line, so they are one fault.
  const converted = text.includes('\r\n');
  const { lines, faults } = linesOf(converted ? text.replaceAll('\r\n', '\n') : text);
  if (converted) faults.push('line endings were changed to CRLF. Change them back to LF and verify again');
  const hashes = new Set<string>();
  let before: Head | null = emptyRecord;
  lines.forEach((line, index) => {
    const head = parseHead(line);
    const place = `line ${index + 1}`;
    if (head === null) faults.push(`${place} was edited: its hash does not match its text`);
    else {
      hashes.add(head.hash);
      const follows = before === null || (head.previous === before.hash && head.sequence === before.sequence + 1);
      if (!follows) faults.push(`${place} does not follow ${describeGap(index, before, head)}`);
    }
    before = head;
  });
  if (anchor !== undefined && !hashes.has(anchor)) {
    faults.push('no line has the hash of the anchor: the end was cut off or the record was rewritten');
  }
  const last = parseHead(lines.at(-1) ?? '');
  const repaired = lines.filter((line) =>
    /,"repaired":\{"bytes":\d+,"sha256":"[0-9a-f]{64}"\},"previous":"/.test(line),
  );
  return { lines: lines.length, head: last?.hash ?? genesisHash, repaired: repaired.length, faults };
}

/** A last line that only lacks its newline counts as complete. */
function linesOf(text: string): { readonly lines: readonly string[]; readonly faults: string[] } {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  if (rest === '') return { lines, faults: [] };
  if (parseHead(rest)) return { lines: [...lines, rest], faults: [] };
  return { lines, faults: ['the last line is incomplete (e.g. after a crash). The next verdict moves it aside'] };
}

function describeGap(index: number, before: Head | null, head: Head): string {
  const missing = head.sequence - (before?.sequence ?? 0) - 1;
  if (index === 0)
    return `anything: ${missing === 1 ? 'a line before it was' : `${missing} lines before it were`} cut off`;
  return missing > 0
    ? `line ${index}: ${missing === 1 ? 'a line is' : `${missing} lines are`} missing between them, or they were reordered`
    : `line ${index}: lines were reordered, repeated or inserted`;
}

/** Returns a SHA-256 (hex) of a value in canonical order: keys sorted, functions and undefined values left out. */
export function digestOf(value: unknown): string {
  return sha256Of(JSON.stringify(sorted(value)) ?? '');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && typeof item !== 'function');
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
