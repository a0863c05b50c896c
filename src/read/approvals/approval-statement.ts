/**
 * The approval statement that a person signs: which plan, for which state, and which findings and destroys it covers.
 */
import type { ApprovalSource, Covered, CoveredDestroy, CoveredFinding } from '../../source/approval.ts';
import { isObject } from '../../text/is-object.ts';
import { parseJson } from '../../text/parse-json.ts';

/** 3: findings and destroyed objects are covered with their content, not by policy and address alone. */
const schema = 'firebreak.approval/3';
const oldSchemas: readonly unknown[] = ['firebreak.approval/1', 'firebreak.approval/2'];

/** One person's approval of one plan, before it is signed. */
export interface ApprovalStatement {
  readonly who: string;
  /** ISO 8601 with a zone. */
  readonly at: string;
  /** Fingerprint of the plan. */
  readonly fingerprint: string;
  /** `plan.state` of the report. Absent if the state is unknown: the approval then holds for this fingerprint only. */
  readonly state?: string;
  /** Not an approval: the signer lifts the findings alone, in an emergency. */
  readonly breakGlass?: { readonly reason: string };
  readonly covers: Covered;
}

/** Returns the canonical JSON text of a statement: equal statements give equal bytes. These bytes are signed. */
export function statementText(statement: ApprovalStatement): string {
  const { who, at, fingerprint, state, breakGlass, covers } = statement;
  const ordered = {
    schema,
    who,
    at,
    fingerprint,
    ...(state !== undefined && { state }),
    ...(breakGlass && { breakGlass: { reason: breakGlass.reason } }),
    covers: {
      findings: covers.findings.map(({ fingerprint: finding, facts, amounts }) => ({
        fingerprint: finding,
        facts: facts.toSorted(),
        amounts: Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1))),
      })),
      destroys: covers.destroys.map(({ address, object }) => ({ address, object })),
    },
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/**
 * Parses the text of a statement. Returns null unless it is exactly the canonical text of one, and `old-scheme` if an
 * earlier Firebreak wrote it, whose approvals covered less.
 */
export function parseStatement(text: string): ApprovalStatement | 'old-scheme' | null {
  const value = parseJson(text);
  if (isObject(value) && oldSchemas.includes(value.schema)) return 'old-scheme';
  if (!isObject(value) || value.schema !== schema) return null;
  const { who, at, fingerprint, state, breakGlass, covers } = value;
  if (!isLine(who) || !isLine(at) || !isLine(fingerprint) || Number.isNaN(Date.parse(at)) || !isObject(covers))
    return null;
  const { findings, destroys } = covers;
  if (!isListOf(findings, isCoveredFinding) || !isListOf(destroys, isCoveredDestroy)) return null;
  if (state !== undefined && typeof state !== 'string') return null;
  if (breakGlass !== undefined && !isReason(breakGlass)) return null;
  const statement = {
    who,
    at,
    fingerprint,
    ...(state !== undefined && { state }),
    ...(breakGlass && { breakGlass }),
    covers: { findings, destroys },
  };
  // Duplicate or unknown keys: the signer may have read something else than what is parsed here.
  return statementText(statement) === text ? statement : null;
}

/**
 * Returns the approval that a verified statement amounts to.
 * @param signer fingerprint of the signing key, and all names listed for that key
 */
export function toApproval(
  statement: ApprovalStatement,
  signer: { readonly key: string; readonly names: readonly string[] },
): ApprovalSource {
  return {
    ...statement,
    ...signer,
    human: true,
    source: 'signature',
    ...(statement.state === undefined && { exact: true }),
  };
}

/** Whether the text can be used as the name of an approver. */
export function isName(text: string): boolean {
  return isLine(text);
}

function isReason(value: unknown): value is { readonly reason: string } {
  return isObject(value) && isLine(value.reason);
}

/** One line of at most 300 characters that cannot be mistaken for an option or change a terminal. */
function isLine(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 300 && /^[^\s\p{C}-][^\p{C}]*$/u.test(value);
}

function isListOf<T>(value: unknown, holds: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(holds);
}

function isCoveredFinding(value: unknown): value is CoveredFinding {
  return (
    isObject(value) &&
    typeof value.fingerprint === 'string' &&
    isListOf(value.facts, (fact) => typeof fact === 'string') &&
    isObject(value.amounts) &&
    Object.values(value.amounts).every((amount) => typeof amount === 'number')
  );
}

function isCoveredDestroy(value: unknown): value is CoveredDestroy {
  return isObject(value) && typeof value.address === 'string' && typeof value.object === 'string';
}
