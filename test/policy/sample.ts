/** Hand-made facts and policies: what the engine is tried with. */
import { type Field, type SubjectKind, subjectFields } from '../../src/policy/environment.ts';
import type { FactClasses, Policy, Subject, Subjects } from '../../src/policy/policy.ts';
import { Unknown } from '../../src/policy/unknown.ts';

/** Stands for a value that is not known yet. */
export const unknown = Symbol('unknown');
/** Stands for a getter that breaks. */
export const broken = Symbol('broken');

type Values = Readonly<Record<string, unknown>>;

const defaults: Readonly<Record<string, unknown>> = {
  string: '',
  bool: false,
  int: 0n,
  double: 0,
  'list<string>': [],
  dyn: null,
};

/** A class whose getters answer from the values that an instance was made with. */
function factClass(fields: Readonly<Record<string, Field>>): new (values: Values) => object {
  class Facts {
    readonly values: Values;
    constructor(values: Values) {
      this.values = values;
    }
  }
  for (const [name, [type]] of Object.entries(fields)) {
    Object.defineProperty(Facts.prototype, name, {
      get(this: Facts) {
        const value = name in this.values ? this.values[name] : defaults[type];
        if (value === unknown) throw new Unknown(name);
        if (value === broken) throw new TypeError('a getter broke');
        return value;
      },
    });
  }
  return Facts;
}

const made = {
  change: factClass(subjectFields.change),
  resource: factClass(subjectFields.resource),
  backend: factClass(subjectFields.backend),
  block: factClass(subjectFields.block),
  action: factClass(subjectFields.action),
  drift: factClass(subjectFields.drift),
  output: factClass(subjectFields.output),
  limit: factClass(subjectFields.limit),
  plan: factClass(subjectFields.plan),
};
export const classes: FactClasses = made;

export function subject(kind: SubjectKind, values: Values): Subject {
  const { address } = values;
  return { kind, facts: new made[kind](values), ...(typeof address === 'string' && { address }) };
}

export function subjectsOf(...list: readonly Subject[]): Subjects {
  const of = (kind: SubjectKind): readonly Subject[] => list.filter((each) => each.kind === kind);
  const plans = of('plan');
  return {
    change: of('change'),
    resource: of('resource'),
    backend: of('backend'),
    block: of('block'),
    action: of('action'),
    drift: of('drift'),
    output: of('output'),
    limit: of('limit'),
    plan: plans.length > 0 ? plans : [subject('plan', {})],
  };
}

export function policy(overrides: Partial<Policy>): Policy {
  const id = overrides.id ?? 'sample';
  return {
    id,
    title: 'A sample',
    enforcement: 'soft-mandatory',
    approvals: 1,
    subject: 'change',
    onUnknown: 'fail',
    when: 'true',
    require: 'true',
    message: '{address}',
    why: 'because',
    remedy: 'do something',
    parameters: {},
    file: `policies/${id}.yaml`,
    builtIn: false,
    positions: {},
    ...overrides,
  };
}
