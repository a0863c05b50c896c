/** A report in which no text that came from the plan holds a secret. */
import type { Mask } from '../secrecy/mask.ts';
import type { Report } from './report.ts';

/** Words of ours, and digests: a plan has no say in them, and other tools read them. */
const ours = new Set([
  'policy',
  'title',
  'why',
  'enforcement',
  'result',
  'kind',
  'fingerprint',
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

/** A copy with every text masked, but for the keys that are ours. */
export function maskTexts<T>(value: T, mask: Mask): T {
  return walk(value, mask) as T;
}

/** What holds no secret stays as it is: copying a big report costs more than looking at it. */
function walk(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => walk(item, mask));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  const changed = new Map<string, unknown>();
  for (const [key, item] of Object.entries(value)) {
    const shown = ours.has(key) ? item : walk(item, mask);
    if (shown !== item) changed.set(key, shown);
  }
  if (changed.size === 0) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed.get(key) ?? item]));
}
