/** Runs policy tests: judges each case like a real plan and compares the outcomes with the expected ones. */
import { type Fault, faultText } from '../errors.ts';
import type { Outcome } from '../policy/policy.ts';
import type { ActorSource } from '../source/actor.ts';
import type { PolicyTest, PolicyTestCase } from '../source/policy-test.ts';
import { toPlanJson } from './to-plan.ts';

/** The input of one case. */
export interface JudgeInput {
  /** ID of the policy under test. */
  readonly policy: string;
  readonly plan: Readonly<Record<string, unknown>>;
  /** Files of the root module by name; null if the case has none. */
  readonly hcl: Readonly<Record<string, string>> | null;
  /** Directory of the configuration, for fixtures that have one. */
  readonly dir: string | null;
  /** Files of the root module before the change; null if the case has none. */
  readonly base: Readonly<Record<string, string>> | null;
  readonly now: string | undefined;
  readonly commit: string | undefined;
  readonly head: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings and policy files that the change edits. */
  readonly gateChanges: readonly string[];
  /** Who made the change. */
  readonly actor: ActorSource;
}

/** All outcomes of the policy under test, including those that held. */
export interface TestVerdict {
  readonly outcomes: readonly Outcome[];
  readonly faults: readonly Fault[];
}

/** Judges one case. */
export type Judge = (input: JudgeInput) => TestVerdict | Promise<TestVerdict>;

/** Result of one case. */
export interface CaseResult {
  readonly policy: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** One sentence for each difference; empty if the case passes. */
  readonly failures: readonly string[];
  /** All results of the policy in this case. */
  readonly seen: ReadonlySet<Outcome['result']>;
}

/** Runs all cases of a test in order. */
export async function runPolicyTest(test: PolicyTest, judge: Judge): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const each of test.cases) {
    const { policy, file } = test;
    const judged = await judge(toJudgeInput(policy, each));
    const { name, line } = each;
    const failures = failuresOf(each, judged);
    const seen = new Set(judged.outcomes.map(({ result }) => result));
    results.push({ policy, name, file, line, failures, seen });
  }
  return results;
}

/** Returns a case as input for the judge, with its plan completed. */
export function toJudgeInput(policy: string, each: PolicyTestCase): JudgeInput {
  return {
    policy,
    plan: toPlanJson(each),
    hcl: each.hcl ?? null,
    dir: each.hcl ? null : (each.fixture?.dir ?? null),
    base: each.base ?? null,
    now: each.now,
    commit: each.commit,
    head: each.head,
    settings: each.settings ?? {},
    gateChanges: each['gate-changes'] ?? [],
    actor: each.actor ?? {},
  };
}

function failuresOf({ expect }: PolicyTestCase, { outcomes, faults }: TestVerdict): readonly string[] {
  const addresses = (wanted: (outcome: Outcome) => boolean): readonly string[] =>
    outcomes
      .filter(wanted)
      .map(({ subject }) => subject.address ?? subject.kind)
      .toSorted();
  const held = addresses(({ result }) => result === 'held');
  const advice = addresses(
    ({ result, enforcement, policy: { enforcement: full } }) =>
      result !== 'held' && enforcement === 'advisory' && full !== 'advisory',
  );
  return [
    ...faults.map(faultText),
    ...difference(
      'violated',
      expect.violated,
      addresses(({ result }) => result === 'violated'),
    ),
    ...difference(
      'unknown',
      expect.unknown,
      addresses(({ result }) => result === 'unknown'),
    ),
    ...difference('advisory', expect.advisory, advice),
    ...(expect.held ?? [])
      .filter((address) => !held.includes(address))
      .map((address) => `${address} should be found, but is not`),
  ];
}

function difference(what: string, expected: readonly string[] = [], found: readonly string[]): readonly string[] {
  const left = [...found];
  const missing = expected.filter((address) => {
    const at = left.indexOf(address);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((address) => `${address} should be ${what}, but is not`),
    ...left.map((address) => `${address} should not be ${what}, but is`),
  ];
}

/**
 * Returns the results that no case covers. A policy whose `require` is `false` can never hold; a case in which it
 * does not apply counts instead.
 */
export function gapsIn(
  cases: readonly CaseResult[],
  policy: { readonly canHold: boolean; readonly canBeUnknown: boolean },
): readonly Outcome['result'][] {
  const tried: Readonly<Record<Outcome['result'], boolean>> = {
    violated: cases.some(({ seen }) => seen.has('violated')),
    held: cases.some(({ seen }) => (policy.canHold ? seen.has('held') : seen.size === 0)),
    unknown: !policy.canBeUnknown || cases.some(({ seen }) => seen.has('unknown')),
  };
  return (['violated', 'held', 'unknown'] as const).filter((result) => !tried[result]);
}
