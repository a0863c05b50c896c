/** Turns the model and the graph into the subjects that policies look at. */
import { type Grants, readGrants } from '../access/added-grants.ts';
import type { BlastRadius } from '../graph/blast-radius.ts';
import { analyzeDestroyEffects, type DestroyEffects } from '../impact/data-loss.ts';
import type { Limit } from '../impact/limits.ts';
import type { MassDestruction } from '../impact/mass-destruction.ts';
import { toAction } from '../model/action.ts';
import { type Change, destroys, forgets, holdsData, isPlainNoOp } from '../model/change.ts';
import type { Backend } from '../model/configuration/backend.ts';
import type { ConfigurationBlock } from '../model/configuration/configuration-block.ts';
import type { ConfigurationFacts } from '../model/configuration/configuration-facts.ts';
import { actionWords, blocksWithProvisioners } from '../model/configuration/provisioner-tokens.ts';
import { type SourceLocations, withoutKeys } from '../model/configuration/source-locations.ts';
import { findExternalGuards } from '../model/external-guards.ts';
import { acts, type Plan } from '../model/plan.ts';
import { ageInMinutes, isSameCommit } from '../model/staleness.ts';
import type { Subject, Subjects } from '../policy/policy.ts';
import { findLeaks } from '../secrecy/output-leaks.ts';
import { collectSecrets, sensitiveMark } from '../secrecy/secrets.ts';
import type { Settings } from '../settings/resolve.ts';
import type { SourceLocation } from '../source/plan-and-configuration.ts';
import { ActionFacts, BackendFacts, BlockFacts, LimitFacts, OutputFacts, PlanFacts } from './facts.ts';
import type { Ownerships } from './ownership.ts';
import { type PlanContext, PlannedContext } from './resource-context.ts';
import { ResourceFacts } from './resource-facts.ts';

export interface SubjectInput {
  readonly plan: Plan;
  readonly radius: BlastRadius;
  readonly mass: MassDestruction;
  readonly backends: readonly Backend[];
  readonly blocks: readonly ConfigurationBlock[];
  /** `prevent_destroy` of a block by its address without keys; null: not known. */
  readonly preventDestroy: (configAddress: string) => boolean | null;
  readonly blockOf: ConfigurationFacts['blockOf'];
  readonly locate: SourceLocations['locate'];
  readonly settings: Settings;
  readonly ownerships: Ownerships;
  readonly now: Date | undefined;
  readonly commit: string | undefined;
  readonly head: string | undefined;
  readonly aiAssisted: boolean;
  readonly gateChanges: readonly string[];
}

export function toSubjects(input: SubjectInput): Subjects {
  const { plan, ownerships } = input;
  const everything = [...plan.changes, ...plan.untouched].filter((change) => change.mode === 'managed');
  const guardians = findExternalGuards(everything);
  const losses = analyzeDestroyEffects(plan, input.radius.graph);
  const grants = toGrants(plan, everything);
  const provisioned = blocksWithProvisioners(plan.document.configuration);
  const context: PlanContext = {
    radius: input.radius,
    configuration: input,
    guardians,
    losses,
    ownerships,
    grants,
    provisioned,
  };
  const resource =
    (kind: 'change' | 'resource' | 'drift', relevant: boolean) =>
    (change: Change): Subject => ({
      kind,
      address: change.address,
      ...placed(input.locate(change.parsed.config)),
      facts: new ResourceFacts(change, new PlannedContext(change, { relevant, context })),
    });
  const current = everything.filter((change) => change.deposed === null);
  const leaks = findLeaks(plan.document, () => collectSecrets(plan.document));
  return {
    change: plan.changes
      .filter((change) => (change.mode === 'managed' || change.action === 'unknown') && !isPlainNoOp(change))
      .map(resource('change', false)),
    resource: current.map(resource('resource', false)),
    drift: plan.drift
      .filter((change) => change.action !== 'no-op' && change.mode === 'managed')
      .map((change) => resource('drift', change.relevant)(change)),
    backend: input.backends.map((backend) => ({
      kind: 'backend',
      address: backend.root,
      ...(backend.location && { location: backend.location }),
      facts: new BackendFacts({
        root: backend.root,
        kind: backend.kind ?? '',
        status: backend.status,
        evidence: backend.evidence,
        locked: backend.locked,
        encrypted: backend.encrypted,
      }),
    })),
    block: input.blocks.map((block) => ({
      kind: 'block',
      address: block.address,
      location: { file: block.file, ...(block.line === undefined ? {} : { line: block.line }) },
      facts: new BlockFacts({
        kind: block.kind,
        address: block.address,
        file: block.file,
        detail: block.detail,
        local: block.local,
      }),
    })),
    action: plan.document.actionInvocations.map((action) => ({
      kind: 'action',
      address: action.address,
      ...placed(input.locate(withoutKeys(action.address))),
      facts: new ActionFacts({
        address: action.address,
        type: action.type,
        trigger: action.trigger,
        event: action.event,
        words: actionWords(action.type, action.config, action.configSensitive),
        ...ownerships.ofAction(action),
      }),
    })),
    output: plan.document.outputChanges.map((output) => ({
      kind: 'output',
      address: `output.${output.name}`,
      ...placed(input.locate(`output.${output.name}`)),
      facts: new OutputFacts({
        name: output.name,
        action: toAction(output.actions).action,
        sensitive: output.afterSensitive === true,
        leaks: leaks.has(output.name),
      }),
    })),
    limit: ownerships.limits.map(toLimitSubject),
    plan: [planSubject(input, current, losses)],
  };
}

function placed(location: SourceLocation | undefined): { readonly location?: SourceLocation } {
  return location === undefined ? {} : { location };
}

/** Secrets are collected only where there is a grant to show. */
function toGrants(plan: Plan, everything: readonly Change[]): Grants {
  return readGrants({
    changes: [...everything, ...plan.changes.filter((change) => change.mode === 'data')],
    configuration: plan.document.configuration,
    priorState: plan.document.priorState,
    mask: (text) => (collectSecrets(plan.document).isIn(text) ? sensitiveMark : text),
  });
}

/** A limit of the whole plan has no address: it goes by its kind. */
function toLimitSubject({ name, owner, max, actual, addresses }: Limit): Subject {
  return {
    kind: 'limit',
    ...(owner !== '' && { address: owner }),
    facts: new LimitFacts({ name, owner, max, actual, addresses }),
  };
}

function planSubject(input: SubjectInput, current: readonly Change[], losses: DestroyEffects): Subject {
  const { plan, radius, mass } = input;
  const { document, counts } = plan;
  const destroyed = current.filter(destroys);
  const isCritical = (change: Change): boolean => radius.criticalityOf(change) === 'critical';
  const isDirect = new Set(radius.direct);
  const int = (value: number): bigint => BigInt(value);
  return {
    kind: 'plan',
    facts: new PlanFacts({
      mode: plan.mode,
      complete: document.complete,
      errored: document.errored ?? false,
      creates: int(counts.create),
      updates: int(counts.update),
      deletes: int(counts.delete - counts.deposed),
      replaces: int(counts.replace),
      destroys: int(destroyed.filter((change) => radius.criticalityOf(change) !== 'disposable').length),
      forgets: int(current.filter(forgets).length),
      stateSize: int(radius.stateSize),
      shareOfState: radius.shareOfState,
      statefulDestroys: int(destroyed.filter((change) => holdsData(change) || isCritical(change)).length),
      dependents: int(radius.dependents.filter((each) => !isDirect.has(each.address)).length),
      score: int(radius.score),
      recreated: mass.recreated.map((module) => module || 'the whole root module'),
      movedBlocks: losses.movedBlocks(),
      emptiedModules: mass.emptied,
      unknownActions: plan.changes.filter((change) => change.action === 'unknown').map((change) => change.address),
      unreadable: input.blocks.filter((block) => block.kind === 'unreadable').map((block) => block.file),
      failingChecks: document.checks
        .filter((check) => check.status === 'fail' || check.status === 'error')
        .map((check) => check.address),
      ageMinutes: ageInMinutes(document.timestamp, input.now),
      commit: input.commit ?? '',
      commitMatches: isSameCommit(input.commit, input.head),
      priorStateEmpty: !document.priorState.some((resource) => resource.mode === 'managed'),
      owners: input.ownerships.touched,
      scope: input.settings.scope?.names ?? [],
      environment: input.settings.environment ?? '',
      directory: input.settings.directory ?? '',
      workspace: input.settings.workspace ?? '',
      unmatchedCritical: input.ownerships.unmatchedCritical,
      acts: acts(plan),
      aiAssisted: input.aiAssisted,
      gateChanges: input.gateChanges,
    }),
  };
}
