/** Compares a plan with the one that was judged, address by address. */
import { isPlainNoOp } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import { toMask } from '../secrecy/mask.ts';
import { collectSecrets } from '../secrecy/secrets.ts';
import { type ChangeEffect, changeEffect } from './change-effect.ts';
import { maskTexts } from './mask-report.ts';

/** Returns the changes of a plan as a report shows them, with secrets masked. */
export function comparedChanges(plan: Plan): readonly ChangeEffect[] {
  const secrets = collectSecrets(plan.document);
  const changes = plan.changes.filter((change) => !isPlainNoOp(change));
  return maskTexts(
    changes.map((change) => changeEffect(change, secrets)),
    toMask(plan),
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
