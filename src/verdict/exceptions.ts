/** Findings that a named owner carries until a date. */
import { matchesAddress } from '../model/address.ts';
import type { ExceptionSource } from '../source/settings.ts';
import type { Finding, ReportedException } from './report.ts';

export interface Excepted {
  readonly findings: readonly Finding[];
  /** In the order of the settings. */
  readonly exceptions: readonly ReportedException[];
}

/**
 * Marks each finding with the first exception in force that covers it. One that is expired, or dated later than today,
 * covers nothing, nor does any where today is not known; none covers what cannot be judged at all.
 */
export function applyExceptions(
  findings: readonly Finding[],
  options: {
    readonly exceptions: readonly ExceptionSource[];
    readonly now: Date | undefined;
    /** Ids of the policies whose findings no exception can carry; none by default. */
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

/** What has no address is covered by the name of its kind (`plan`), and by no pattern. */
function covers({ policy, address }: ExceptionSource, finding: Finding): boolean {
  if (policy !== finding.policy) return false;
  const { kind, address: found } = finding.subject;
  return found === undefined ? address === kind : matchesAddress(address, found);
}
