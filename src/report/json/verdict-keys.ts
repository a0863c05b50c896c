/** Keys of the parts of the JSON report that say what was found and decided, in order. */
import type { Finding, PolicyCount, ReportedException, ReportedSettings } from '../../verdict/report.ts';
import type {
  Approvals,
  IgnoredApproval,
  Need,
  ReportedActor,
  ReportedSignal,
} from '../../verdict/report-approvals.ts';
import { type Keys, optional, required } from './keys.ts';

export const finding: Keys<Finding> = {
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

export const subject: Keys<Finding['subject']> = { kind: required, address: optional };

export const exception: Keys<NonNullable<Finding['exception']>> = {
  owner: required,
  reason: required,
  expires: required,
};

export const policyCount: Keys<PolicyCount> = {
  id: required,
  enforcement: required,
  looked: required,
  held: required,
  violated: required,
  unknown: required,
  off: optional,
};

export const carried: Keys<ReportedException> = {
  policy: required,
  address: required,
  owner: required,
  reason: required,
  created: required,
  expires: required,
  status: required,
  findings: required,
};

export const settings: Keys<ReportedSettings> = {
  file: required,
  directory: required,
  workspace: required,
  environment: required,
  owner: required,
  scope: required,
};

export const approvals: Keys<Approvals> = {
  required,
  counted: required,
  from: required,
  needs: required,
  ignored: required,
};

export const need: Keys<Need> = { count: required, counted: required, group: required };

export const ignoredApproval: Keys<IgnoredApproval> = { who: required, why: required };

export const actor: Keys<ReportedActor> = {
  author: required,
  type: required,
  askedBy: required,
  signals: required,
  aiAssisted: required,
};

export const signal: Keys<ReportedSignal> = { kind: required, value: required, agent: required };
