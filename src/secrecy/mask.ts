/** Masks secrets in report texts, for example a secret used as part of a resource name. */

import type { Plan } from '../model/plan.ts';
import { startPairs } from '../text/text-search.ts';
import { minDistinctLength } from './limits.ts';
import { neverSecretValues } from './never-secret.ts';
import { markedScalars, secretsIn, sensitiveMark } from './secrets.ts';

/** Returns the text with every secret in it replaced by `(sensitive)`. */
export type Mask = (text: string) => string;

/** The mask of a plan without secrets: every text stays as it is. */
export const noMask: Mask = (text) => text;

/**
 * Returns a mask for the sensitive values of this plan. Names of types, blocks, modules, outputs and attributes are
 * written in the configuration and hold no secret, so a value that is part of one is not masked. Values below
 * `minDistinctLength` are not masked either.
 */
export function toMask(plan: Plan): Mask {
  const starts = new Map<string, Set<string>>();
  const isPublic = neverSecretValues([]);
  for (const [key, scalar] of markedScalars(plan.document)) {
    if (isPublic(key, scalar)) continue;
    for (const secret of secretsIn(scalar)) {
      if (secret.length < minDistinctLength) continue;
      const start = secret.slice(0, minDistinctLength);
      starts.set(start, (starts.get(start) ?? new Set()).add(secret));
    }
  }
  if (starts.size === 0) return noMask;
  const mayStart = startPairs([...starts.keys()]);
  let names: string | undefined;
  const isName = (secret: string): boolean => {
    names ??= namesIn(plan);
    return names.includes(secret);
  };
  // Reports repeat the same reasons and fixes many times, so results are cached.
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    let masked = '';
    let from = 0;
    for (let at = 0; at + minDistinctLength <= text.length; at += 1) {
      if (!mayStart(text, at)) continue;
      const secret = longest(starts.get(text.slice(at, at + minDistinctLength)), text, at);
      if (secret === undefined || isName(secret)) continue;
      masked += text.slice(from, at) + sensitiveMark;
      from = at + secret.length;
      at = from - 1;
    }
    const after = from === 0 ? text : masked + text.slice(from);
    known.set(text, after);
    return after;
  };
}

function longest(secrets: ReadonlySet<string> | undefined, text: string, at: number): string | undefined {
  let best: string | undefined;
  for (const secret of secrets ?? []) {
    if (text.startsWith(secret, at) && secret.length > (best?.length ?? 0)) best = secret;
  }
  return best;
}

function namesIn({ changes, untouched, drift, document }: Plan): string {
  const names = new Set(document.outputChanges.map(({ name }) => name));
  for (const { parsed, values } of [...changes, ...untouched, ...drift]) {
    names.add(parsed.config);
    for (const side of [values.before, values.after])
      if (typeof side === 'object' && side !== null) for (const name of Object.keys(side)) names.add(name);
  }
  return [...names].join('\n');
}
