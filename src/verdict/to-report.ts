/** Builds the JSON report from the results of all stages. */
import { factClasses } from '../facts/facts.ts';
import { protectionOf } from '../facts/protection-facts.ts';
import { sideEffectsOf } from '../facts/side-effects.ts';
import type { BlastRadius } from '../graph/blast-radius.ts';
import type { DestroyEffects } from '../impact/data-loss.ts';
import { toAction } from '../model/action.ts';
import { type Change, holdsData, isPlainNoOp } from '../model/change.ts';
import type { Backend } from '../model/configuration/backend.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import type { SwitchedOff } from '../policy/policies-by-environment.ts';
import type { Subjects } from '../policy/policy.ts';
import type { Mask } from '../secrecy/mask.ts';
import type { Secrets } from '../secrecy/secrets.ts';
import type { Settings } from '../settings/resolve.ts';
import { withLazy } from '../text/lazy-member.ts';
import { type ChangeEffect, changeEffect } from './change-effect.ts';
import type { Decision } from './decision.ts';
import { fingerprintScheme } from './fingerprint/fingerprint.ts';
import { toFixes } from './fixes.ts';
import type { PolicyCount, Report, ReportedChange } from './report.ts';
import { type Origin, reportedActor, reportedBackends } from './report-origin.ts';
import { countTypes } from './type-counts.ts';

/** Results of all stages. */
export interface ReportInput extends Origin {
  readonly plan: Plan;
  readonly index: PlanIndex;
  readonly radius: BlastRadius;
  readonly effects: Pick<DestroyEffects, 'moves'>;
  readonly backends: readonly Backend[];
  readonly subjects: Subjects;
  readonly secrets: Secrets;
  readonly mask: Mask;
  readonly fingerprint: () => string;
  readonly state: string | undefined;
  readonly settings: Settings;
  readonly decision: Decision;
  readonly counts: readonly PolicyCount[];
  readonly off: readonly SwitchedOff[];
  /** Policies that could not be evaluated. The verdict is `error` if there are any. */
  readonly errors: readonly string[];
}

/** Returns the report, with lists sorted. It is not masked yet. */
export function toReport(from: ReportInput): Report {
  const { plan, radius, decision } = from;
  const { document } = plan;
  const failed = from.errors.length > 0;
  return {
    schema: 'firebreak.report/1',
    tool: { name: 'firebreak', version: from.version },
    verdict: failed ? 'error' : decision.verdict,
    ...(failed ? { errors: from.errors } : {}),
    approvals: decision.approvals,
    ...(decision.brokenGlass && { brokenGlass: decision.brokenGlass }),
    ...(decision.brokenGlassBefore && { brokenGlassBefore: decision.brokenGlassBefore }),
    ...(decision.enforced ? { enforced: decision.enforced } : {}),
    plan: reportedPlan(from),
    counts: plan.counts,
    types: countTypes(plan.changes),
    changes: reportedChanges(from),
    drift: plan.drift
      .filter((change) => change.action !== 'no-op')
      .map((change) => ({ address: change.address, action: change.action, relevant: change.relevant }))
      .sort(byAddress),
    outputs: document.outputChanges
      .map((output) => ({
        name: output.name,
        action: toAction(output.actions).action,
        sensitive: output.beforeSensitive === true || output.afterSensitive === true,
      }))
      .filter((output) => output.action !== 'no-op')
      .sort((a, b) => compare(a.name, b.name)),
    blastRadius: {
      direct: radius.direct,
      dependents: radius.dependents,
      dependentsOfForgotten: radius.dependentsOfForgotten,
      score: radius.score,
      level: radius.level,
      shareOfState: Math.round(radius.shareOfState * 10_000) / 10_000,
      modules: radius.modules,
      owners: affectedOwners(from),
    },
    backends: reportedBackends(from.backends),
    findings: decision.findings,
    renames: from.effects.moves(),
    fixes: toFixes(from.effects.moves(), { backends: from.backends, plan: from.source.file }),
    policies: [...from.counts, ...from.off.map(offCount)].sort((a, b) => compare(a.id, b.id)),
    exceptions: decision.exceptions,
    ...reportedSettings(from.settings),
    ...reportedActor(from),
  };
}

function reportedPlan({ source, plan, state, fingerprint }: ReportInput): Report['plan'] {
  const { formatVersion, terraformVersion, timestamp, complete, errored, applyable } = plan.document;
  const shown = {
    file: source.file,
    sha256: source.sha256,
    fingerprintScheme,
    formatVersion,
    terraformVersion,
    timestamp,
    complete,
    errored,
    applyable,
    mode: plan.mode,
    ...(state === undefined ? {} : { state }),
  };
  // Few reports in text show it.
  return withLazy(shown, 'fingerprint', fingerprint);
}

function reportedChanges(from: ReportInput): readonly ReportedChange[] {
  const { plan, radius, secrets, mask, subjects, settings } = from;
  const subjectOf = new Map(subjects.change.map((subject) => [subject.address, subject]));
  return plan.changes
    .filter((change) => !isPlainNoOp(change))
    .map((change): ReportedChange => {
      const { location, facts } = subjectOf.get(change.address) ?? {};
      const owner = settings.owners.of(change);
      const more: Omit<ReportedChange, keyof ChangeEffect> = {
        type: change.type,
        module: change.parsed.module,
        provider: change.provider,
        reasons: change.reasons,
        forcedBy: change.forcedBy,
        sideEffects: change.deposed === null && facts instanceof factClasses.change ? sideEffectsOf(facts) : [],
        stateful: holdsData(change),
        ...(change.entry.data !== undefined && change.mode === 'managed' ? { data: change.entry.data } : {}),
        criticality: radius.criticalityOf(change),
        protection: protectionOf(change, from.index.externalGuards.of(change)),
        ...(owner === '' ? {} : { owner }),
        ...(change.deferred ? { deferred: true } : {}),
        ...(location ? { location } : {}),
      };
      return changeEffect(change, { secrets, mask, more });
    })
    .sort((a, b) => byAddress(a, b) || compare(a.deposed ?? '', b.deposed ?? ''));
}

/** Owners of destroyed resources and of their dependents. */
function affectedOwners({ plan, radius, settings }: ReportInput): readonly string[] {
  const affected = new Set([...radius.direct, ...radius.dependents.map(({ address }) => address)]);
  const owners = [...plan.changes, ...plan.untouched]
    .filter(({ address }) => affected.has(address))
    .map(settings.owners.of);
  return [...new Set(owners)].filter(Boolean).sort(compare);
}

function offCount({ policy, reason }: SwitchedOff): PolicyCount {
  return { id: policy.id, enforcement: policy.enforcement, looked: 0, held: 0, violated: 0, unknown: 0, off: reason };
}

/** The section is left out if there are no settings. */
function reportedSettings(settings: Settings): Pick<Report, 'settings'> {
  const { file, directory, workspace, environment, owner, scope, limits } = settings;
  if (file === null && scope === null && Object.keys(limits).length === 0) return {};
  return { settings: { file, directory, workspace, environment, owner, scope: scope?.names ?? [] } };
}

function byAddress(a: Pick<Change, 'address'>, b: Pick<Change, 'address'>): number {
  return compare(a.address, b.address);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
