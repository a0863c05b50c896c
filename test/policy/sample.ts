/** Hand-made facts and policies: what the engine is tried with. */
import { factClasses } from '../../src/facts/facts.ts';
import type { FactClasses, Fields, SubjectKind } from '../../src/policy/environment.ts';
import type { Policy, Subject, Subjects } from '../../src/policy/policy.ts';
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
function factClass({
  fields,
}: {
  readonly fields: Fields;
}): (new (values: Values) => object) & { readonly fields: Fields } {
  class Facts {
    static readonly fields = fields;
    readonly values: Values;
    constructor(values: Values) {
      this.values = values;
    }
  }
  for (const [name, { type }] of Object.entries(fields)) {
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
  change: factClass(factClasses.change),
  resource: factClass(factClasses.resource),
  backend: factClass(factClasses.backend),
  block: factClass(factClasses.block),
  action: factClass(factClasses.action),
  drift: factClass(factClasses.drift),
  output: factClass(factClasses.output),
  limit: factClass(factClasses.limit),
  plan: factClass(factClasses.plan),
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
