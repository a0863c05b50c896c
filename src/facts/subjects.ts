/** The subjects that policies are evaluated on, from a plan or from configuration alone. */
import { type Change, isPlainNoOp } from '../model/change.ts';
import { withoutKeys } from '../model/configuration/source-locations.ts';
import type { Subject, SubjectObject, Subjects } from '../policy/policy.ts';
import type { SourceLocation } from '../source/plan-and-configuration.ts';
import { type ConfigurationContext, type PlanAnalysis, type PlanContext, toPlanContext } from './context.ts';
import { factClasses } from './facts.ts';
import { objectOfAction, objectOfChange, objectOfOutput } from './subject-object.ts';

/** Every subject of a plan, in the order of the plan, by kind. */
export function toSubjects(analysis: PlanAnalysis): Subjects {
  const context = toPlanContext(analysis);
  const { plan, configuration, ownerships } = analysis;
  const { document } = plan;
  const located = (configAddress: string): { readonly location?: SourceLocation } =>
    withLocation(configuration.locate(configAddress));
  const subject = (kind: ChangeSubject['kind'], change: Change): Subject =>
    new ChangeSubject(kind, change, { context, ...located(change.parsed.config) });
  return {
    change: plan.changes.filter(isSubject).map((change) => subject('change', change)),
    resource: context.current.map((change) => subject('resource', change)),
    drift: plan.drift
      .filter((drift) => drift.action !== 'no-op' && drift.mode === 'managed')
      .map((drift) => new ChangeSubject('drift', drift, { context, ...located(drift.parsed.config) })),
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

/** A change, its drift, or an object of the plan whether it changes or not. */
class ChangeSubject implements Subject {
  readonly kind: 'change' | 'resource' | 'drift';
  readonly address: string;
  readonly deposed?: string;
  readonly location?: SourceLocation;
  readonly #change: Change;
  readonly #context: PlanContext;
  #facts: object | undefined;
  #object: SubjectObject | undefined;

  constructor(
    kind: ChangeSubject['kind'],
    change: Change,
    from: { readonly context: PlanContext; readonly location?: SourceLocation },
  ) {
    this.kind = kind;
    this.address = change.address;
    if (kind !== 'drift' && change.deposed !== null) this.deposed = change.deposed;
    if (from.location) this.location = from.location;
    this.#change = change;
    this.#context = from.context;
  }

  /** Of a resource made anew each time: few policies look at each of the many, so keeping them would only take memory. */
  get facts(): object {
    if (this.#facts) return this.#facts;
    const facts = new factClasses[this.kind](this.#change as never, this.#context);
    if (this.kind !== 'resource') this.#facts = facts;
    return facts;
  }

  object(): SubjectObject {
    this.#object ??= objectOfChange(this.#change);
    return this.#object;
  }
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
