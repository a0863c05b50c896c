/** The subjects that policies are evaluated on, from a plan or from configuration alone. */
import { type Change, isPlainNoOp } from '../model/change.ts';
import { withoutKeys } from '../model/configuration/source-locations.ts';
import type { Subject, Subjects } from '../policy/policy.ts';
import type { SourceLocation } from '../source/plan-and-configuration.ts';
import { once } from '../text/once.ts';
import { type ConfigurationContext, type PlanAnalysis, toPlanContext } from './context.ts';
import { factClasses } from './facts.ts';
import { objectOfAction, objectOfChange, objectOfOutput } from './subject-object.ts';

/** Every subject of a plan, in the order of the plan, by kind. */
export function toSubjects(analysis: PlanAnalysis): Subjects {
  const context = toPlanContext(analysis);
  const { plan, configuration, ownerships } = analysis;
  const { document } = plan;
  const located = (configAddress: string): { readonly location?: SourceLocation } =>
    withLocation(configuration.locate(configAddress));
  const resource =
    (kind: 'change' | 'resource') =>
    (change: Change): Subject => ({
      kind,
      address: change.address,
      ...(change.deposed === null ? {} : { deposed: change.deposed }),
      ...located(change.parsed.config),
      object: once(() => objectOfChange(change)),
      facts: new factClasses[kind](change, context),
    });
  return {
    change: plan.changes.filter(isSubject).map(resource('change')),
    resource: context.current.map(resource('resource')),
    drift: plan.drift
      .filter((drift) => drift.action !== 'no-op' && drift.mode === 'managed')
      .map((drift) => ({
        kind: 'drift',
        address: drift.address,
        ...located(drift.parsed.config),
        object: once(() => objectOfChange(drift)),
        facts: new factClasses.drift(drift, context),
      })),
    ...configurationSubjects(context),
    action: document.actionInvocations.map((action) => ({
      kind: 'action',
      address: action.address,
      ...located(withoutKeys(action.address)),
      object: () => objectOfAction(action),
      facts: new factClasses.action(action, context),
    })),
    output: document.outputChanges.map((output) => ({
      kind: 'output',
      address: `output.${output.name}`,
      ...located(`output.${output.name}`),
      object: () => objectOfOutput(output, document.configuration),
      facts: new factClasses.output(output, context),
    })),
    // A limit of the whole plan has no address: it goes by its kind.
    limit: ownerships.limits.map((limit) => ({
      kind: 'limit',
      ...(limit.owner !== '' && { address: limit.owner }),
      facts: new factClasses.limit(limit, context),
    })),
    plan: [{ kind: 'plan', facts: new factClasses.plan(plan, context) }],
  };
}

/** The subjects of configuration alone; of the plan, only the facts marked `withoutPlan` are known. */
export function toSubjectsWithoutPlan(context: ConfigurationContext): Subjects {
  return {
    ...configurationSubjects(context),
    plan: [{ kind: 'plan', facts: new factClasses.plan(null, context) }],
    change: [],
    resource: [],
    drift: [],
    action: [],
    output: [],
    limit: [],
  };
}

function configurationSubjects(context: ConfigurationContext): Pick<Subjects, 'backend' | 'block'> {
  return {
    backend: context.backends.map((backend) => ({
      kind: 'backend',
      address: backend.root,
      ...withLocation(backend.location),
      facts: new factClasses.backend(backend, context),
    })),
    block: context.configuration.blocks.map((block) => ({
      kind: 'block',
      address: block.address,
      location: { file: block.file, ...(block.line === undefined ? {} : { line: block.line }) },
      facts: new factClasses.block(block, context),
    })),
  };
}

/** A change with an unknown action is a subject in every mode, data sources included. */
function isSubject(change: Change): boolean {
  return (change.mode === 'managed' || change.action === 'unknown') && !isPlainNoOp(change);
}

function withLocation(location: SourceLocation | undefined): { readonly location?: SourceLocation } {
  return location === undefined ? {} : { location };
}
