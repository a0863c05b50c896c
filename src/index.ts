/** The library: read a plan, evaluate it, decide, render the report. */
export { decide, type People } from './decide.ts';
export { type Fault, InputError, PolicyError, UsageError } from './errors.ts';
export { type Evaluation, type EvaluationInput, evaluate, type UnreadablePlan } from './evaluate.ts';
export { factClasses } from './facts/facts.ts';
export { type Catalog, toCatalog } from './model/catalog.ts';
export { type Actor, toActor } from './people/actor.ts';
export { compilePolicies } from './policy/compile.ts';
export { readActor, readApprovals } from './read/approvals/approvals.ts';
export { readConfiguration } from './read/configuration/configuration.ts';
export { readPlan } from './read/plan/plan.ts';
export { readBuiltinPolicies } from './read/settings/builtin.ts';
export { type Format, formatNames } from './report/formats.ts';
export { formats } from './report/render.ts';
export type { ActorSource, KnownActors } from './source/actor.ts';
export type { ApprovalSource, Covered, FindingContent, GivenApprovals } from './source/approval.ts';
export { type ApprovalRules, defaultApprovalRules } from './verdict/approvals/approval-input.ts';
export type { Report, ReportSet } from './verdict/report.ts';
