/**
 * The content of a finding: what a person saw who approved it, as digests that a later plan can be compared with. A
 * later finding is covered if it is about the same object, and has no part and no higher number than the approved one.
 */
import { hash } from 'node:crypto';
import { contentOfFact } from '../facts/fact.ts';
import { objectOfChange } from '../facts/subject-object.ts';
import type { Change } from '../model/change.ts';
import type { PlanDocument } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import type { JudgedFact } from '../policy/environment.ts';
import type { Outcome, Policy, Subject } from '../policy/policy.ts';
import { Unknown } from '../policy/unknown.ts';
import { secretsNotInClear } from '../secrecy/public-secrets.ts';
import type { FindingContent } from '../source/approval.ts';
import { once } from '../text/once.ts';
import { type CanonicalForm, canonicalForm } from './fingerprint/canonical.ts';

/** Reads what the findings of one plan consist of. */
export interface ContentReader {
  /** Returns the content of a finding, from every fact that its policy reads in its conditions and its message. */
  readonly ofOutcome: (outcome: Outcome) => FindingContent;
  /** Returns the digest of a destroyed, replaced or forgotten object and of what happens to it. */
  readonly ofLost: (change: Change) => string;
}

/**
 * Returns a reader for the findings of a plan. Sensitive values enter only as present, so none can be guessed.
 * @param from.plan facts of the plan, which every policy may read
 */
export function contentReader(from: { readonly document: PlanDocument; readonly plan: object }): ContentReader {
  const { document, plan } = from;
  const form = once(() => canonicalForm(secretsNotInClear(document)));
  const reads = new Map<Policy, readonly JudgedFact[]>();
  const readsOf = ({ policy, judged }: Outcome): readonly JudgedFact[] => {
    const known = reads.get(policy) ?? distinct(judged());
    reads.set(policy, known);
    return known;
  };
  const contents = new WeakMap<Outcome, FindingContent>();
  return {
    ofOutcome: (outcome) => {
      const content = contents.get(outcome) ?? contentOf(outcome, { reads: readsOf(outcome), form: form(), plan });
      contents.set(outcome, content);
      return content;
    },
    ofLost: (change) => {
      const { identity, sensitive } = objectOfChange(change);
      return digest(['lost', change.address, change.deposed, change.action, form().ofValue(identity, sensitive)]);
    },
  };
}

/** Whether an approval of the one finding also holds for the other. */
export function isContentCovered(now: FindingContent, approved: FindingContent): boolean {
  const facts = new Set(approved.facts);
  return (
    now.facts.every((fact) => facts.has(fact)) &&
    Object.entries(now.amounts).every(([name, amount]) => amount <= Number(child(approved.amounts, name) ?? Number.NaN))
  );
}

/** The content of nothing. */
export const noContent: FindingContent = { facts: [], amounts: {} };

/** Returns the content of two findings that cannot be told apart by their fingerprint. */
export function joinContents(a: FindingContent, b: FindingContent): FindingContent {
  const names = [...new Set([...Object.keys(a.amounts), ...Object.keys(b.amounts)])].sort();
  const most = (name: string): number => Math.max(...[a, b].map(({ amounts }) => Number(child(amounts, name) ?? 0)));
  return {
    facts: [...new Set([...a.facts, ...b.facts])].sort(),
    amounts: Object.fromEntries(names.map((name) => [name, most(name)])),
  };
}

function contentOf(
  { policy, subject, result }: Outcome,
  from: { readonly reads: readonly JudgedFact[]; readonly form: CanonicalForm; readonly plan: object },
): FindingContent {
  const { reads, form, plan } = from;
  const about = [policy.id, subject.kind, subject.address ?? '', result];
  const { identity = null, sensitive = false } = subject.object?.() ?? {};
  const same: string[] = [form.ofValue(identity, sensitive)];
  const parts: string[] = [];
  const amounts: [string, number][] = [];
  const { facts: own } = subject;
  for (const { kind, name, path } of reads) {
    const fact = `${kind}.${name}`;
    const content = contentOfFact(kind === subject.kind ? own : plan, name);
    if (content.kind === 'at-most') amounts.push([fact, content.amount]);
    else if (content.kind === 'parts')
      parts.push(
        ...content.parts.map(({ value, sensitive: mask }) => JSON.stringify([fact, form.ofValue(value, mask)])),
      );
    else if (content.kind === 'same') {
      const at = path.join('.');
      same.push(JSON.stringify([fact, at, form.ofValue(valueAt(content.value, path), maskOf(subject, name, path))]));
    }
  }
  const facts = [digest([...about, same]), ...parts.map((part) => digest([...about, part]))];
  return { facts: [...new Set(facts)].sort(), amounts: Object.fromEntries(amounts.sort()) };
}

function maskOf(subject: Subject, name: string, path: readonly string[]): unknown {
  let mask = child(subject.object?.().masks, name);
  for (const step of path) {
    if (mask === true) return true;
    mask = child(mask, step);
  }
  return mask;
}

/** An attribute that is known only after apply raises `Unknown` when it is read. */
function valueAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  try {
    if (step !== undefined) return valueAt(Reflect.get(Object(value), step), rest);
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'object' || value === null) return value;
    const read = (key: string): unknown => valueAt(value, [key]);
    if (Array.isArray(value)) return Array.from({ length: value.length }, (_, i) => read(String(i)));
    return Object.fromEntries(Object.keys(value).map((key) => [key, read(key)]));
  } catch (error) {
    if (error instanceof Unknown) return { unknown: error.path };
    throw error;
  }
}

function distinct(reads: readonly JudgedFact[]): readonly JudgedFact[] {
  const byName = new Map(reads.map((read) => [JSON.stringify([read.kind, read.name, read.path]), read]));
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, read]) => read);
}

/** 128 bits: the author of a change chooses both sides, so that a shorter one could be made to fit. */
function digest(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}
