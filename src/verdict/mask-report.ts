/** Masks secrets in all texts of a report that come from the plan. */
import type { Mask } from '../secrecy/mask.ts';
import type { Report } from './report.ts';

/**
 * Keys whose values come from Firebreak or are digests. Other tools read them, and a plan cannot put a secret there.
 */
const trustedKeys = new Set([
  'policy',
  'title',
  'why',
  'enforcement',
  'result',
  'kind',
  'fingerprint',
  'fingerprintScheme',
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
    const items = value.map((item) => walk(item, mask));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  const changed = new Map<string, unknown>();
  for (const [key, item] of Object.entries(value)) {
    const shown = trustedKeys.has(key) ? item : walk(item, mask);
    if (shown !== item) changed.set(key, shown);
  }
  if (changed.size === 0) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed.get(key) ?? item]));
}
