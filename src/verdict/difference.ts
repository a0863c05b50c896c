/** How a plan differs from the one that was judged, address by address. */
import { isPlainNoOp } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import { toMask } from '../secrecy/mask.ts';
import { collectSecrets } from '../secrecy/secrets.ts';
import { type ChangeEffect, changeEffect } from './change-effect.ts';
import { maskTexts } from './mask-report.ts';

/** The changes of a plan as its report would show them, as far as they are compared. */
export function comparedChanges(plan: Plan): readonly ChangeEffect[] {
  const secrets = collectSecrets(plan.document);
  const changes = plan.changes.filter((change) => !isPlainNoOp(change));
  return maskTexts(
    changes.map((change) => changeEffect(change, secrets)),
    toMask(plan),
  );
}

/** In words, sorted by address; empty where both would do the same as far as a report says. */
export function differences(judged: readonly ChangeEffect[], now: readonly ChangeEffect[]): readonly string[] {
  const [before, after] = [byName(judged), byName(now)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (!was && is) return [`${name}: ${does(is)} now, and had no part in what was judged`];
    if (was && !is) return [`${name}: ${does(was)} in what was judged, and has no part in this plan`];
    if (!was || !is) return [];
    if (does(was) !== does(is)) return [`${name}: ${does(was)} in what was judged, ${does(is)} now`];
    const changed = otherAttributes(was, is);
    return changed.length > 0 ? [`${name}: ${does(is)}, with other values of ${changed.join(', ')}`] : [];
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

function does({ action, order, previousAddress, importing }: ChangeEffect): string {
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
