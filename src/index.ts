/** The library: read a plan, judge it, render the report. */
export { type AnalysisInput, analyze } from './analyze.ts';
export { type Fault, InputError, PolicyError, UsageError } from './errors.ts';
export { type Actor, toActor } from './model/actor.ts';
export { type Catalog, toCatalog } from './model/catalog.ts';
export { compilePolicies } from './policy/compile.ts';
export { factClasses } from './policy/facts.ts';
export type { ActorSource, KnownActors } from './read/actor-source.ts';
export type { ApprovalSource, Covered, GivenApprovals } from './read/approval-source.ts';
export { readActor, readApprovals } from './read/approvals.ts';
export { readConfiguration } from './read/configuration.ts';
export { readPlan } from './read/plan.ts';
export { readBuiltinPolicies } from './read/policies.ts';
export { type Format, formatNames, formats } from './report/render.ts';
export { type ApprovalRules, defaultApprovalRules, toCovered } from './verdict/approvals.ts';
export type { Report, ReportSet } from './verdict/report.ts';
