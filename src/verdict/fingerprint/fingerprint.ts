/** The plan's fingerprint: everything that is judged of it, without times, order and secrets. */
import { createHash } from 'node:crypto';
import { type PlanAlone, toPlanOnlyContext } from '../../facts/plan-only-context.ts';
import { canonicalForm } from './canonical.ts';
import { hiddenFacts } from './hidden-facts.ts';
import { configurationSecrets, type Line, line, planLines } from './plan-lines.ts';
import { resourcesWithProvisioners, savedContent } from './saved-content.ts';

/** What a fingerprint covers. Those of another scheme say nothing about this one, even of the same plan. */
export const fingerprintScheme = 'firebreak.fingerprint/3';

/**
 * Returns SHA-256 (hex) over everything that is judged of the plan, in canonical order. Times and versions are left out:
 * they do not change what the plan does. Nothing can be guessed about a secret from it, and `redact` keeps it.
 *
 * A saved plan says more than its JSON. That has a hash of its own, after a dot, so that both forms of one plan can be
 * compared (`isSameFingerprint`).
 */
export function fingerprintOf(alone: PlanAlone): string {
  const { index, saved } = alone;
  const { lines, hidden } = planLines(index.plan.document, saved);
  const hides = Object.values(hidden).some(({ size }) => size > 0);
  const facts = hides ? hiddenFacts(hidden, toPlanOnlyContext({ ...alone, saved: null })) : [];
  const shown = hashOf([...lines, ...facts.map((each) => line(...each))]);
  if (saved === null) return shown;
  const form = canonicalForm(configurationSecrets(index.plan.document));
  const running = { ...hidden, resources: resourcesWithProvisioners(saved) };
  const more = hashOf([
    line('saved', form.ofValue(savedContent(saved))),
    ...hiddenFacts(running, toPlanOnlyContext(alone)).map((each) => line(...each)),
  ]);
  // 128 bits: an addition to the first hash, which holds all changes.
  return `${shown}.${more.slice(0, 32)}`;
}

/** Whether two plans do the same. Of a saved plan and one in JSON, only what both say is compared. */
export function isSameFingerprint(one: string, other: string): boolean {
  const [shown, more] = one.toLowerCase().split('.');
  const [otherShown, otherMore] = other.toLowerCase().split('.');
  // An empty fingerprint is that of no plan.
  if (shown === '' || shown !== otherShown) return false;
  return more === undefined || otherMore === undefined || more === otherMore;
}

function hashOf(lines: readonly Line[]): string {
  const sorted = [line('scheme', fingerprintScheme), ...lines].sort();
  const hash = createHash('sha256');
  // Many lines at once, but not one text of them all: a plan may have half a million.
  for (let i = 0; i < sorted.length; i += 1000) hash.update(`${sorted.slice(i, i + 1000).join('\n')}\n`);
  return hash.digest('hex');
}
