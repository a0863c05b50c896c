/** Order of keys in the JSON report; the compiler checks that every key is listed and whether it may be absent. */
import type { Report, ReportSet, Shard } from '../../verdict/report.ts';
import { type Keys, optional, required } from './keys.ts';
import { planKeys } from './plan-keys.ts';
import { verdictKeys } from './verdict-keys.ts';

const tool: Keys<Report['tool']> = { name: required, version: required };

const report: Keys<Report> = {
  schema: required,
  tool: required,
  verdict: required,
  errors: optional,
  approvals: required,
  brokenGlass: optional,
  brokenGlassBefore: optional,
  enforced: optional,
  plan: required,
  counts: required,
  types: required,
  changes: required,
  drift: required,
  outputs: required,
  blastRadius: required,
  backends: required,
  findings: required,
  renames: required,
  fixes: required,
  policies: required,
  exceptions: required,
  settings: optional,
  actor: optional,
};

const reportSet: Keys<ReportSet> = { schema: required, verdict: required, reports: required, shard: optional };

const shard: Keys<Shard> = { index: required, count: required, plans: required };

/** Keys of each definition in `schemas/report.schema.json`, in order. */
export const keyOrder = {
  report,
  reportSet,
  shard,
  tool,
  ...planKeys,
  ...verdictKeys,
} as const satisfies Readonly<Record<string, Readonly<Record<string, 'required' | 'optional'>>>>;

/** Definition of each nested object. Objects without one are written with sorted keys. */
export const nested: Readonly<Record<string, Readonly<Record<string, keyof typeof keyOrder>>>> = {
  reportSet: { reports: 'report', shard: 'shard' },
  report: {
    tool: 'tool',
    approvals: 'approvals',
    brokenGlass: 'brokenGlass',
    brokenGlassBefore: 'pastBrokenGlass',
    enforced: 'enforced',
    plan: 'plan',
    counts: 'counts',
    types: 'typeCounts',
    changes: 'change',
    drift: 'drift',
    outputs: 'output',
    blastRadius: 'blastRadius',
    backends: 'backend',
    findings: 'finding',
    renames: 'rename',
    fixes: 'fix',
    policies: 'policyCount',
    exceptions: 'carried',
    settings: 'settings',
    actor: 'actor',
  },
  approvals: { needs: 'need', ignored: 'ignoredApproval', covers: 'covers' },
  covers: { findings: 'coveredFinding', destroys: 'coveredDestroy' },
  actor: { signals: 'signal', commits: 'commits' },
  change: { attributes: 'attributeChange', location: 'location' },
  blastRadius: { dependents: 'dependent', dependentsOfForgotten: 'dependent' },
  rename: { keep: 'kept' },
  backend: { location: 'location' },
  finding: { enforced: 'lowered', subject: 'subject', location: 'location', exception: 'exception' },
};
