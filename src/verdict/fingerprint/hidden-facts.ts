/**
 * What is judged of hidden values. The fingerprint holds no secret, but facts are read from the true values: a policy
 * document that is marked sensitive still grants what it grants. So each fact about something hidden is part of it.
 */
import type { PlanContext } from '../../facts/context.ts';
import { factClasses } from '../../facts/facts.ts';
import type { Change } from '../../model/change.ts';
import type { FactClass } from '../../policy/environment.ts';
import { Unknown } from '../../policy/unknown.ts';
import { toMask } from '../../secrecy/mask.ts';
import { secretTexts, sensitiveMark } from '../../secrecy/secrets.ts';

/** Masks a text of a fact. */
type MaskFact = (text: string, fact: string) => string;

/** Which subjects hide something. */
export interface Hidden {
  /** Addresses of resources, also of their drift, with or without instance keys. */
  readonly resources: ReadonlySet<string>;
  /** Addresses of invoked actions. */
  readonly actions: ReadonlySet<string>;
  /** Names of outputs. */
  readonly outputs: ReadonlySet<string>;
}

/** Returns the facts of every subject that hides something, masked as in a report. */
export function hiddenFacts(hidden: Hidden, context: PlanContext): readonly (readonly unknown[])[] {
  const { index, plan } = context;
  const { document } = plan;
  const masked = toMask(plan);
  const secrets = [...secretTexts(document)].map((text) => text.toLowerCase());
  // Words of an action's texts are too short to be masked, and those of a secret would help to guess it.
  const mask = (text: string, fact: string): string =>
    fact === 'tokens' && secrets.some((secret) => secret.includes(text) || text.includes(secret))
      ? sensitiveMark
      : masked(text);
  const facts = (kind: keyof typeof factClasses, address: string, deposed: string | null, of: object): unknown[] => [
    'facts',
    kind,
    address,
    deposed,
    ...saidIn(of, factClasses[kind], mask),
  ];
  const isHidden = ({ address, parsed }: Change): boolean =>
    hidden.resources.has(address) || hidden.resources.has(parsed.config);
  return [
    ...index.managed
      .filter(isHidden)
      .map((change) => facts('change', change.address, change.deposed, new factClasses.change(change, context))),
    ...plan.drift
      .filter(isHidden)
      .map((drift) => facts('drift', drift.address, drift.deposed, new factClasses.drift(drift, context))),
    ...document.actionInvocations
      .filter(({ address }) => hidden.actions.has(address))
      .map((action) => facts('action', action.address, null, new factClasses.action(action, context))),
    ...document.outputChanges
      .filter(({ name }) => hidden.outputs.has(name))
      .map((output) => facts('output', output.name, null, new factClasses.output(output, context))),
  ];
}

/** Values that say nothing. */
const empty: ReadonlySet<unknown> = new Set([null, undefined, '', false, 0]);

/**
 * Names and values of facts. Those that say nothing are left out, so that a new fact changes few fingerprints. Values of
 * attributes stand in the fingerprint already.
 */
function saidIn(facts: object, { fields }: FactClass, mask: MaskFact): readonly unknown[] {
  return Object.entries(fields).flatMap(([name, { type }]) => {
    const value = type === 'dyn' ? null : readFact(facts, name, mask);
    return empty.has(value) || (Array.isArray(value) && value.length === 0) ? [] : [[name, value]];
  });
}

function readFact(facts: object, name: string, mask: MaskFact): unknown {
  try {
    const value: unknown = Reflect.get(facts, name);
    if (Array.isArray(value)) return [...new Set(value.map((item) => mask(String(item), name)))];
    return typeof value === 'bigint' ? Number(value) : typeof value === 'string' ? mask(value, name) : value;
  } catch (error) {
    if (error instanceof Unknown) return { unknown: error.path };
    throw error;
  }
}
