/**
 * The approval statement that a person signs: which plan, for which state, and which findings and destroys it covers.
 */
import type { ApprovalSource, Covered } from '../../source/approval.ts';
import { isObject } from '../../text/is-object.ts';

/** 2: the fingerprint is of the scheme `firebreak.fingerprint/2`. */
const schema = 'firebreak.approval/2';
const oldSchema = 'firebreak.approval/1';

/** One person's approval of one plan, before it is signed. */
export interface ApprovalStatement {
  readonly who: string;
  /** ISO 8601 with a zone. */
  readonly at: string;
  /** Fingerprint of the plan. */
  readonly fingerprint: string;
  /** `plan.state` of the report. Absent if the state is unknown: the approval then holds for this fingerprint only. */
  readonly state?: string;
  readonly covers: Covered;
}

/** Returns the canonical JSON text of a statement: equal statements give equal bytes. These bytes are signed. */
export function statementText({ who, at, fingerprint, state, covers }: ApprovalStatement): string {
  const { findings, destroys } = covers;
  const ordered = {
    schema,
    who,
    at,
    fingerprint,
    ...(state !== undefined && { state }),
    covers: { findings: findings.toSorted(), destroys: destroys.toSorted() },
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/**
 * Parses the text of a statement. Returns null unless it is exactly the canonical text of one, and `old-scheme` if its
 * fingerprint is of an earlier scheme.
 */
export function parseStatement(text: string): ApprovalStatement | 'old-scheme' | null {
  const value = parse(text);
  if (isObject(value) && value.schema === oldSchema) return 'old-scheme';
  if (!isObject(value) || value.schema !== schema) return null;
  const { who, at, fingerprint, state, covers } = value;
  if (!isLine(who) || !isLine(at) || !isLine(fingerprint) || Number.isNaN(Date.parse(at)) || !isObject(covers))
    return null;
  const { findings, destroys } = covers;
  if (!isTexts(findings) || !isTexts(destroys) || !(state === undefined || typeof state === 'string')) return null;
  const statement = { who, at, fingerprint, ...(state !== undefined && { state }), covers: { findings, destroys } };
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether the text can be used as the name of an approver. */
export function isName(text: string): boolean {
  return isLine(text);
}

/** One line of at most 300 characters that cannot be mistaken for an option or change a terminal. */
function isLine(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 300 && /^[^\s\p{C}-][^\p{C}]*$/u.test(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
