/** Masks secrets in all texts of a report that come from the plan. */
import { type Mask, noMask } from '../secrecy/mask.ts';
import type { Report } from './report.ts';

/**
 * Keys whose values come from Firebreak or are digests: other tools read them, and a plan cannot put a secret there. The
 * first two are masked when they are computed.
 */
const trustedKeys = new Set([
  'attributes',
  'covers',
  'policy',
  'title',
  'url',
  'why',
  'enforcement',
  'result',
  'kind',
  'fingerprint',
  'fingerprintScheme',
  'facts',
  'object',
  'type',
  'provider',
  'action',
  'order',
  'criticality',
  'protection',
  'level',
  'status',
  'evidence',
]);

/** Returns the report with secrets masked in everything that comes from the plan. */
export function maskReport(report: Report, mask: Mask): Report {
  if (mask === noMask) return report;
  const { errors, approvals, changes, drift, outputs, blastRadius, backends, findings, exceptions } = report;
  return {
    ...report,
    ...(errors && { errors: maskTexts(errors, mask) }),
    approvals: maskTexts(approvals, mask),
    changes: maskTexts(changes, mask),
    drift: maskTexts(drift, mask),
    outputs: maskTexts(outputs, mask),
    blastRadius: maskTexts(blastRadius, mask),
    backends: maskTexts(backends, mask),
    findings: maskTexts(findings, mask),
    renames: maskTexts(report.renames, mask),
    fixes: maskTexts(report.fixes, mask),
    exceptions: maskTexts(exceptions, mask),
  };
}

/** Returns a copy with every text masked, except under trusted keys. */
export function maskTexts<T>(value: T, mask: Mask): T {
  return walk(value, mask) as T;
}

/** Parts without a secret are returned as they are, since copying a large report is slow. */
function walk(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    let items: unknown[] | undefined;
    value.forEach((item: unknown, i) => {
      const shown = walk(item, mask);
      if (shown === item) return;
      items ??= [...value];
      items[i] = shown;
    });
    return items ?? value;
  }
  let changed: Map<string, unknown> | undefined;
  for (const key in value) {
    if (trustedKeys.has(key)) continue;
    const item: unknown = Reflect.get(value, key);
    const shown = walk(item, mask);
    if (shown !== item) changed = (changed ?? new Map()).set(key, shown);
  }
  if (changed === undefined) return value;
  const masked = changed;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked.get(key) ?? item]));
}
