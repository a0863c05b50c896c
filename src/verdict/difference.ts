/** Compares a plan with the one that was judged, address by address. */
import { isPlainNoOp } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import { toMask } from '../secrecy/mask.ts';
import { collectSecrets } from '../secrecy/secrets.ts';
import { type ChangeEffect, changeEffect } from './change-effect.ts';
import { isSameFingerprint } from './fingerprint/fingerprint.ts';
import { maskTexts } from './mask-report.ts';
import type { Report } from './report.ts';

/** Returns the changes of a plan as a report shows them, with secrets masked. */
export function comparedChanges(plan: Plan): readonly ChangeEffect[] {
  const secrets = collectSecrets(plan.document);
  const mask = toMask(plan);
  const changes = plan.changes.filter((change) => !isPlainNoOp(change));
  return maskTexts(
    changes.map((change) => changeEffect(change, { secrets, mask })),
    mask,
  );
}

/** Returns one sentence for each difference, sorted by address. Empty if a report shows no difference. */
export function planDifferences(judged: readonly ChangeEffect[], now: readonly ChangeEffect[]): readonly string[] {
  const [before, after] = [byName(judged), byName(now)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (!was && is) return [`${name}: ${describeEffect(is)} in this plan, absent from the judged plan`];
    if (was && !is) return [`${name}: ${describeEffect(was)} in the judged plan, absent from this plan`];
    if (!was || !is) return [];
    if (describeEffect(was) !== describeEffect(is))
      return [`${name}: ${describeEffect(was)} in the judged plan, ${describeEffect(is)} in this plan`];
    const changed = otherAttributes(was, is);
    return changed.length > 0 ? [`${name}: ${describeEffect(is)}, with other values of ${changed.join(', ')}`] : [];
  });
}

function byName(changes: readonly ChangeEffect[]): ReadonlyMap<string, ChangeEffect> {
  return new Map(
    changes.map((change) => [
      change.deposed === undefined ? change.address : `${change.address} (deposed ${change.deposed})`,
      change,
    ]),
  );
}

function describeEffect({ action, order, previousAddress, importing }: ChangeEffect): string {
  return [
    action,
    order === 'create-first' ? '(created first)' : '',
    previousAddress === undefined ? '' : `(moved from ${previousAddress})`,
    importing ? '(imported)' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function otherAttributes(was: ChangeEffect, is: ChangeEffect): readonly string[] {
  const [before, after] = [was, is].map(
    ({ attributes = [] }) => new Map(attributes.map((attribute) => [attribute.path, JSON.stringify(attribute)])),
  );
  const paths = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...paths].filter((path) => before?.get(path) !== after?.get(path)).sort();
}

/** The plan that would be applied. */
export interface ThisPlan {
  readonly file: string;
  readonly sha256: string;
  readonly fingerprint: string;
  /** Absent if unknown, as for a plan in JSON. */
  readonly state?: string;
}

/** Returns one sentence for each reason not to apply the plan; empty if it is the one that passed. */
export function verifyFaults(
  judged: Report | undefined,
  now: ThisPlan,
  options: { readonly sameEffect: boolean; readonly differences: (judged: Report) => readonly string[] },
): readonly string[] {
  if (!judged) return ['the report says nothing of this plan'];
  const { plan } = judged;
  const sameBytes = plan.sha256 === now.sha256;
  const sameFingerprint = isSameFingerprint(plan.fingerprint, now.fingerprint);
  const verdict = judged.verdict === 'pass' ? [] : [`the verdict on ${plan.file} was ${judged.verdict}, not pass`];
  // The same changes in another workspace or backend were judged by other rules.
  if (plan.state !== undefined && now.state !== undefined && plan.state !== now.state)
    return [...verdict, `it is for another state: ${now.state} (judged: ${plan.state})`];
  if (sameFingerprint && (sameBytes || options.sameEffect)) return verdict;
  const found = options.differences(judged);
  if (found.length > 0) return [...verdict, ...found];
  return [
    ...verdict,
    sameFingerprint
      ? 'it would do the same, but it is another file: it was made again, or it is the same plan in another form'
      : 'the same objects and actions, but other values, outputs, invocations, configuration or backend',
  ];
}
