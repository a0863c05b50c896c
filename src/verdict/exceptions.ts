/** Applies exceptions: findings that a named owner accepts until a date. */
import { matchesAddress } from '../model/address.ts';
import type { ExceptionSource } from '../source/settings.ts';
import type { Finding, ReportedException } from './report.ts';

/** Findings and exceptions after they were matched. */
export interface Excepted {
  readonly findings: readonly Finding[];
  /** In the order of the settings. */
  readonly exceptions: readonly ReportedException[];
}

/**
 * Marks each finding with the first exception in force that covers it. Expired and future exceptions cover nothing,
 * and without `now` none is in force.
 */
export function applyExceptions(
  findings: readonly Finding[],
  options: {
    readonly exceptions: readonly ExceptionSource[];
    readonly now: Date | undefined;
    /** IDs of the policies that allow no exceptions. Default: none. */
    readonly notExcepted?: ReadonlySet<string>;
  },
): Excepted {
  const today = options.now?.toISOString().slice(0, 10) ?? '';
  const counts = new Map<ExceptionSource, number>();
  const inForce = options.exceptions.filter(({ created, expires }) => created <= today && today <= expires);
  const carried = findings.map((finding): Finding => {
    const exception = options.notExcepted?.has(finding.policy)
      ? undefined
      : inForce.find((each) => covers(each, finding));
    if (!exception) return finding;
    counts.set(exception, (counts.get(exception) ?? 0) + 1);
    const { owner, reason, expires } = exception;
    return { ...finding, exception: { owner, reason, expires } };
  });
  return {
    findings: carried,
    exceptions: options.exceptions.map((exception) => {
      const { policy, address, owner, reason, created, expires } = exception;
      const found = counts.get(exception) ?? 0;
      const status =
        expires < today ? 'expired' : created > today ? 'not-yet' : found > 0 ? ('used' as const) : ('unused' as const);
      return { policy, address, owner, reason, created, expires, status, findings: found };
    }),
  };
}

/** A finding without an address is covered only by the name of its kind (e.g. `plan`), not by a pattern. */
function covers({ policy, address }: ExceptionSource, finding: Finding): boolean {
  if (policy !== finding.policy) return false;
  const { kind, address: found } = finding.subject;
  return found === undefined ? address === kind : matchesAddress(address, found);
}
