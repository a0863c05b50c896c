/** Keys of the parts of the JSON report that say what was found and decided, in order. */
import type { Covered, CoveredDestroy, CoveredFinding } from '../../source/approval.ts';
import type {
  Finding,
  PolicyCount,
  ReportedEnforced,
  ReportedException,
  ReportedSettings,
} from '../../verdict/report.ts';
import type {
  Approvals,
  BrokenGlass,
  IgnoredApproval,
  Need,
  PastBrokenGlass,
  ReportedActor,
  ReportedSignal,
} from '../../verdict/report-approvals.ts';
import type { ReportedFix, ReportedRename } from '../../verdict/report-fixes.ts';
import { type Keys, optional, required } from './keys.ts';

const finding: Keys<Finding> = {
  policy: required,
  title: required,
  enforcement: required,
  approvals: required,
  enforced: optional,
  result: required,
  subject: required,
  message: required,
  why: required,
  remedy: required,
  url: optional,
  lesson: optional,
  location: optional,
  fingerprint: required,
  exception: optional,
};

const subject: Keys<Finding['subject']> = { kind: required, address: optional, deposed: optional };

const lowered: Keys<NonNullable<Finding['enforced']>> = { enforcement: required, approvals: required };

const enforced: Keys<ReportedEnforced> = { verdict: required, findings: required, approvals: required };

const rename: Keys<ReportedRename> = { from: required, to: required, keep: required };

const kept: Keys<ReportedRename['keep'][number]> = {
  address: required,
  attribute: required,
  before: required,
  planned: required,
};

const fix: Keys<ReportedFix> = { file: required, line: required, text: required };

const exception: Keys<NonNullable<Finding['exception']>> = {
  owner: required,
  reason: required,
  expires: required,
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

const approvals: Keys<Approvals> = {
  required,
  counted: required,
  from: required,
  needs: required,
  ignored: required,
  authorUnknown: optional,
  covers: optional,
};

const covers: Keys<Covered> = { findings: required, destroys: required };

const coveredFinding: Keys<CoveredFinding> = { fingerprint: required, facts: required, amounts: required };

const coveredDestroy: Keys<CoveredDestroy> = { address: required, object: required };

const glass = {
  who: required,
  names: required,
  key: optional,
  at: required,
  reason: required,
  source: required,
  fingerprint: required,
} as const;

const brokenGlass: Keys<BrokenGlass> = glass;

const pastBrokenGlass: Keys<PastBrokenGlass> = { ...glass, state: optional, reviewedBy: optional };

const need: Keys<Need> = { count: required, counted: required, group: required };

const ignoredApproval: Keys<IgnoredApproval> = { who: required, why: required };

const actor: Keys<ReportedActor> = {
  author: required,
  type: required,
  askedBy: required,
  signals: required,
  aiAssisted: required,
  commits: optional,
};

const commits: Keys<NonNullable<ReportedActor['commits']>> = { range: required, authors: required };

const signal: Keys<ReportedSignal> = { kind: required, value: required, agent: required };

/** By the name of the definition in the schema. */
export const verdictKeys = {
  finding,
  lowered,
  enforced,
  rename,
  kept,
  fix,
  subject,
  exception,
  policyCount,
  carried,
  settings,
  approvals,
  brokenGlass,
  pastBrokenGlass,
  need,
  ignoredApproval,
  covers,
  coveredFinding,
  coveredDestroy,
  actor,
  commits,
  signal,
};
