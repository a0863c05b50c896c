/** The emergency door: one member of a group lifts soft-mandatory findings with a reason, and somebody else reviews it. */
import { isAmong } from '../../people/identity.ts';
import type { ApprovalSource } from '../../source/approval.ts';
import { isSameFingerprint } from '../fingerprint/fingerprint.ts';
import type { BrokenGlass, IgnoredApproval, PastBrokenGlass } from '../report-approvals.ts';
import {
  accessFault,
  ageFault,
  bindingFault,
  humanFault,
  identitiesOf,
  isMember,
  rightFault,
  type WhyNot,
} from './approval-faults.ts';
import type { ApprovalInput, ApprovalSubject } from './approval-input.ts';

type GlassBreaking = ApprovalSource & { readonly breakGlass: { readonly reason: string } };

/** Returns the first valid break of the glass for this plan, and why the others do not count. */
export function findBrokenGlass(
  judged: ApprovalSubject,
  input: ApprovalInput,
): { readonly broken: BrokenGlass | null; readonly ignored: readonly IgnoredApproval[] } {
  const given = input.given.approvals.filter(breaksGlass).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const judgedOnes = given.map((approval) => ({ approval, why: faultOf(approval, judged, input) }));
  const valid = judgedOnes.find(({ why }) => why === undefined)?.approval;
  return {
    broken: valid ? toBrokenGlass(valid, judged) : null,
    ignored: judgedOnes.flatMap(({ approval, why }) => (why === undefined ? [] : [{ who: approval.who.trim(), why }])),
  };
}

/** Whether it is no approval, but opens the emergency door. */
export function breaksGlass(approval: ApprovalSource): approval is GlassBreaking {
  return approval.breakGlass !== undefined;
}

function faultOf(approval: GlassBreaking, judged: ApprovalSubject, input: ApprovalInput): WhyNot | undefined {
  const { rules, actor, now } = input;
  const { breakGlass } = rules;
  const isAgent = approval.source === 'terminal' && actor?.signals.some(({ kind }) => kind === 'environment');
  // A name at a terminal is that of the machine's user; only a signature proves the other names.
  const names = approval.source === 'signature' ? identitiesOf(approval) : [approval.who];
  if (isAgent) return 'not-human';
  if (breakGlass === null) return 'no-break-glass';
  return (
    humanFault(approval, input) ??
    accessFault(approval) ??
    (names.some((name) => isMember(name, breakGlass.group, rules)) ? undefined : 'not-in-group') ??
    ageFault(approval, { now, maxAge: breakGlass.maxAge }) ??
    bindingFault(approval, judged, input)
  );
}

function toBrokenGlass(approval: GlassBreaking, { fingerprint }: ApprovalSubject): BrokenGlass {
  const { who, names = [], at, source, key, breakGlass } = approval;
  return {
    who: who.trim(),
    names,
    at,
    reason: breakGlass.reason,
    source,
    fingerprint,
    ...(key !== undefined && { key }),
  };
}

/**
 * Returns the earlier breaks for this state, each with who has reviewed it: a person other than the one who broke the
 * glass, who may approve, and approved that plan afterwards.
 * @param past those that nobody has reviewed yet, of any state
 */
export function pastBrokenGlass(
  past: readonly PastBrokenGlass[],
  { state }: Pick<ApprovalSubject, 'state'>,
  input: ApprovalInput,
): readonly PastBrokenGlass[] {
  return past
    .filter((each) => each.state === state)
    .map((each) => {
      const review = input.given.approvals.find((approval) => reviews(approval, each, input));
      return review ? { ...each, reviewedBy: review.who.trim() } : each;
    });
}

function reviews(approval: ApprovalSource, broken: PastBrokenGlass, input: ApprovalInput): boolean {
  const own = [broken.who, ...broken.names, ...(broken.key === undefined ? [] : [broken.key])];
  return (
    !breaksGlass(approval) &&
    isSameFingerprint(approval.fingerprint ?? '', broken.fingerprint) &&
    Date.parse(approval.at) > Date.parse(broken.at) &&
    ageFault(approval, { now: input.now, maxAge: Number.POSITIVE_INFINITY }) === undefined &&
    (approval.state === undefined || approval.state === broken.state) &&
    humanFault(approval, input) === undefined &&
    rightFault(approval, input) === undefined &&
    !identitiesOf(approval).some((name) => isAmong(name, own))
  );
}
