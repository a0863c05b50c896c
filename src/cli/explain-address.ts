/** Collects everything that a plan's facts and report say about one address. */
import { decide } from '../decide.ts';
import { InputError, UsageError } from '../errors.ts';
import { type Evaluation, type EvaluationInput, evaluate } from '../evaluate.ts';
import { factClasses } from '../facts/facts.ts';
import { dependentsOn } from '../graph/blast-radius.ts';
import { parseAddress } from '../model/address.ts';
import type { Policy } from '../policy/policy.ts';
import { Unknown } from '../policy/unknown.ts';
import type { ExplainedAddress } from '../report/commands/explain-address.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { maskTexts } from '../verdict/mask-report.ts';

/**
 * Explains one address of a plan.
 * @throws {InputError} if the plan cannot be read
 * @throws {UsageError} for an address that is not in the plan
 */
export function explainAddress(address: string, input: EvaluationInput): ExplainedAddress {
  const evaluation = evaluate(input, { held: true });
  if (evaluation.plan === null) {
    throw input.source.failure ?? new InputError({ file: input.source.file, message: 'no plan in this file' });
  }
  const subject = evaluation.subjects.resource.find((each) => each.address === address);
  const resource = subject?.facts;
  if (!(resource instanceof factClasses.resource))
    throw new UsageError(notThere(address, evaluation, input.source.file));
  const { mask } = evaluation;
  const report = decide(evaluation);
  // The report is masked already, also the addresses in it.
  const shown = mask(address);
  const drift = evaluation.plan.drift.find((each) => each.address === address && each.action !== 'no-op');
  const explained: ExplainedAddress = {
    address,
    changes: report.changes
      .filter((change) => change.address === shown)
      .sort((a, b) => Number(a.deposed !== undefined) - Number(b.deposed !== undefined)),
    criticality: resource.criticality,
    stateful: resource.stateful,
    owner: resource.owner,
    location: subject?.location ?? null,
    guardsOn: resource.guardsOn,
    guardsOff: resource.guards.filter((guard) => !resource.guardsOn.includes(guard)),
    preventDestroy: known(() => resource.preventDestroy),
    risks: resource.risks,
    dependents: dependentsOn(evaluation.index, address),
    fallsWith: report.blastRadius.dependents.find((each) => each.address === shown) ?? null,
    drift: drift?.action ?? null,
    findings: report.findings.filter((finding) => finding.subject.address === shown),
    held: heldBy(address, evaluation).map(({ id }) => id),
  };
  return maskTexts(explained, mask);
}

/** Policies that were evaluated on the address and held for all of its subjects. */
function heldBy(address: string, { outcomes }: Evaluation): readonly Policy[] {
  const own = outcomes.filter(({ subject }) => subject.address === address);
  const objecting = new Set(own.filter(({ result }) => result !== 'held').map(({ policy }) => policy));
  return [...new Set(own.map(({ policy }) => policy))].filter((policy) => !objecting.has(policy));
}

function known<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unknown) return null;
    throw error;
  }
}

function notThere(
  address: string,
  { plan, mask }: Evaluation,
  file: string,
): { readonly file: string; readonly message: string; readonly hint: string } {
  const all = [...new Set([...plan.changes, ...plan.untouched].map((change) => mask(change.address)))];
  const config = parseAddress(address).config;
  const instances = all.filter((each) => parseAddress(each).config === config);
  const hint =
    instances.length > 0
      ? `${instances.length === 1 ? 'Its instance is' : 'Its instances are'} ${instances.slice(0, 5).join(', ')}${instances.length > 5 ? ' …' : ''}`
      : (didYouMean(address, all) ??
        'Write the address as in the plan, for example module.orders.aws_db_instance.main["eu"].');
  return { file, message: `no \`${address}\` in this plan`, hint };
}
