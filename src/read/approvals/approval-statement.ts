/** The statement that a person signs: which plan, for which state, and what stood against it. */
import type { ApprovalSource, Covered } from '../../source/approval.ts';
import { isObject } from '../../text/is-object.ts';

const schema = 'firebreak.approval/1';

export interface ApprovalStatement {
  readonly who: string;
  /** ISO 8601 with a zone. */
  readonly at: string;
  /** Of the plan. */
  readonly fingerprint: string;
  /** `plan.state` of the report; absent where it is not known: it then holds for this fingerprint only. */
  readonly state?: string;
  readonly covers: Covered;
}

/** Always the same text for the same statement; these bytes are signed. */
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

/** null for whatever is not exactly a statement. */
export function parseStatement(text: string): ApprovalStatement | null {
  const value = parse(text);
  if (!isObject(value) || value.schema !== schema) return null;
  const { who, at, fingerprint, state, covers } = value;
  if (!isLine(who) || !isLine(at) || !isLine(fingerprint) || Number.isNaN(Date.parse(at)) || !isObject(covers))
    return null;
  const { findings, destroys } = covers;
  if (!isTexts(findings) || !isTexts(destroys) || !(state === undefined || typeof state === 'string')) return null;
  const statement = { who, at, fingerprint, ...(state !== undefined && { state }), covers: { findings, destroys } };
  // A key twice, or one that nobody knows here: the signer may have seen something else.
  return statementText(statement) === text ? statement : null;
}

/** @param signer the key that signed it, and every name that the key has */
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

/** Whether somebody can approve by this name. */
export function isName(text: string): boolean {
  return isLine(text);
}

/** Names and dates on one line, that no option and no terminal can misread. */
function isLine(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 300 && /^[^\s\p{C}-][^\p{C}]*$/u.test(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
