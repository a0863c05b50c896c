/** Order of keys in the JSON report; the compiler checks that every key is listed and whether it may be absent. */
import type {
  AttributeChange,
  BlastRadius,
  Counts,
  Dependent,
  Finding,
  Location,
  PolicyCount,
  Report,
  ReportedBackend,
  ReportedChange,
  ReportedException,
  ReportedSettings,
  ReportSet,
} from '../verdict/report.ts';
import type { Approvals, IgnoredApproval, Need, ReportedActor, ReportedSignal } from '../verdict/report-approvals.ts';

type Keys<T> = { readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? 'optional' : 'required' };

const required = 'required';
const optional = 'optional';

const location: Keys<Location> = { file: required, line: optional };

const counts: Keys<Counts> = {
  create: required,
  update: required,
  delete: required,
  replace: required,
  forget: required,
  read: required,
  noOp: required,
  import: required,
  move: required,
  deposed: required,
  deferred: required,
  drift: required,
  actionInvocations: required,
};

const attributeChange: Keys<AttributeChange> = { path: required, shown: required, before: optional, after: optional };
const change: Keys<ReportedChange> = {
  address: required,
  deposed: optional,
  type: required,
  module: required,
  provider: required,
  action: required,
  order: optional,
  reasons: required,
  forcedBy: required,
  stateful: required,
  data: optional,
  criticality: required,
  protection: required,
  owner: optional,
  previousAddress: optional,
  importing: optional,
  deferred: optional,
  attributes: required,
  location: optional,
};

const dependent: Keys<Dependent> = {
  address: required,
  of: required,
  distance: required,
  path: required,
  evidence: required,
};

const blastRadius: Keys<BlastRadius> = {
  direct: required,
  dependents: required,
  dependentsOfForgotten: required,
  score: required,
  level: required,
  shareOfState: required,
  modules: required,
  owners: required,
};

const backend: Keys<ReportedBackend> = {
  root: required,
  kind: required,
  status: required,
  evidence: required,
  location: optional,
};

const finding: Keys<Finding> = {
  policy: required,
  title: required,
  enforcement: required,
  approvals: required,
  result: required,
  subject: required,
  message: required,
  why: required,
  remedy: required,
  lesson: optional,
  location: optional,
  fingerprint: required,
  exception: optional,
};

const policyCount: Keys<PolicyCount> = {
  id: required,
  enforcement: required,
  looked: required,
  held: required,
  violated: required,
  unknown: required,
  off: optional,
};

const carried: Keys<ReportedException> = {
  policy: required,
  address: required,
  owner: required,
  reason: required,
  created: required,
  expires: required,
  status: required,
  findings: required,
};

const settings: Keys<ReportedSettings> = {
  file: required,
  directory: required,
  workspace: required,
  environment: required,
  owner: required,
  scope: required,
};

const plan: Keys<Report['plan']> = {
  file: required,
  sha256: required,
  fingerprint: required,
  fingerprintScheme: required,
  formatVersion: required,
  terraformVersion: required,
  timestamp: required,
  complete: required,
  errored: required,
  applyable: required,
  mode: required,
  state: optional,
};

const report: Keys<Report> = {
  schema: required,
  tool: required,
  verdict: required,
  errors: optional,
  approvals: required,
  plan: required,
  counts: required,
  changes: required,
  drift: required,
  outputs: required,
  blastRadius: required,
  backends: required,
  findings: required,
  policies: required,
  exceptions: required,
  settings: optional,
  actor: optional,
};

const subject: Keys<Finding['subject']> = { kind: required, address: optional };
const exception: Keys<NonNullable<Finding['exception']>> = { owner: required, reason: required, expires: required };
const tool: Keys<Report['tool']> = { name: required, version: required };
const approvals: Keys<Approvals> = {
  required,
  counted: required,
  from: required,
  needs: required,
  ignored: required,
};
const need: Keys<Need> = { count: required, counted: required, group: required };
const ignoredApproval: Keys<IgnoredApproval> = { who: required, why: required };
const actor: Keys<ReportedActor> = {
  author: required,
  type: required,
  askedBy: required,
  signals: required,
  aiAssisted: required,
};
const signal: Keys<ReportedSignal> = { kind: required, value: required, agent: required };
const drift: Keys<Report['drift'][number]> = { address: required, action: required, relevant: required };
const output: Keys<Report['outputs'][number]> = { name: required, action: required, sensitive: required };
const reportSet: Keys<ReportSet> = { schema: required, verdict: required, reports: required };

/** Keys of each definition in `schemas/report.schema.json`, in order. */
export const keyOrder = {
  report,
  reportSet,
  tool,
  approvals,
  need,
  ignoredApproval,
  plan,
  counts,
  change,
  attributeChange,
  location,
  drift,
  output,
  blastRadius,
  dependent,
  backend,
  finding,
  subject,
  exception,
  policyCount,
  carried,
  settings,
  actor,
  signal,
} as const satisfies Readonly<Record<string, Readonly<Record<string, 'required' | 'optional'>>>>;

/** Definition of each nested object. Objects without one are written with sorted keys. */
export const nested: Readonly<Record<string, Readonly<Record<string, keyof typeof keyOrder>>>> = {
  reportSet: { reports: 'report' },
  report: {
    tool: 'tool',
    approvals: 'approvals',
    plan: 'plan',
    counts: 'counts',
    changes: 'change',
    drift: 'drift',
    outputs: 'output',
    blastRadius: 'blastRadius',
    backends: 'backend',
    findings: 'finding',
    policies: 'policyCount',
    exceptions: 'carried',
    settings: 'settings',
    actor: 'actor',
  },
  approvals: { needs: 'need', ignored: 'ignoredApproval' },
  actor: { signals: 'signal' },
  change: { attributes: 'attributeChange', location: 'location' },
  blastRadius: { dependents: 'dependent', dependentsOfForgotten: 'dependent' },
  backend: { location: 'location' },
  finding: { subject: 'subject', location: 'location', exception: 'exception' },
};
