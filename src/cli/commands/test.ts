/** `firebreak test`: runs the tests of built-in policies or of the user's own. */
import type { Argv } from 'yargs';
import { judgeWith } from '../../app/judge-test-case.ts';
import { progressOn } from '../../app/terminal.ts';
import { type Fault, PolicyError } from '../../errors.ts';
import { factClasses } from '../../facts/facts.ts';
import { canBeUnknown } from '../../policy/facts-read.ts';
import type { Policy } from '../../policy/policy.ts';
import { type CaseResult, gapsIn, runPolicyTest } from '../../policy-test/run.ts';
import { readBuiltinPolicies, readBuiltinTests } from '../../read/settings/builtin.ts';
import { readPolicyFiles } from '../../read/settings/policy-files.ts';
import { readPolicyTests } from '../../read/settings/policy-tests.ts';
import { type TestedPolicy, testLines } from '../../report/commands/policy-tests.ts';
import type { PolicyTest } from '../../source/policy-test.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormatAndQuiet } from '../format-option.ts';

/** Adds the usage, options and examples of `firebreak test`. */
export function options(yargs: Argv) {
  return withFormatAndQuiet(
    yargs
      .usage(
        '$0 test [DIR]\n\nRuns the tests of policies: ID.test.yaml for each ID.yaml in DIR, or for one policy file (default: the built-in policies). Exit status: 0 passed, 1 failed, 2 a file cannot be read.',
      )
      .positional('dir', {
        type: 'string',
        describe: 'folder with your own policies and their tests, or one policy file',
      })
      .option('complete', {
        type: 'boolean',
        default: false,
        describe: 'also fail if a policy has no case with a finding, without one, or with unknown values',
      })
      .example('$0 test', 'the built-in policies')
      .example('$0 test ./policies --complete', 'your own, with complete tests'),
  );
}

/** Runs the tests. Returns 1 if a case fails. */
export async function run(args: {
  readonly dir: string | undefined;
  readonly complete: boolean;
  readonly format: PlainFormat;
  readonly quiet: boolean;
}): Promise<ExitCode> {
  const { tests, policies, all } = await (args.dir === undefined ? builtin() : own(args.dir));
  refuseStrays(tests, all);
  const judge = judgeWith(all);
  const progress = progressOn(process.stderr);
  const tested: TestedPolicy[] = [];
  try {
    for (const policy of policies.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      progress.step(`testing ${policy.id}`);
      const of = tests.filter((test) => test.policy === policy.id);
      const cases = (await Promise.all(of.map((test) => runPolicyTest(test, judge)))).flat();
      // Missing cases are for the author of a policy, who is not the one that runs the built-in tests.
      const gaps = policy.builtIn
        ? []
        : gapsIn(cases, { canHold: policy.require !== 'false', canBeUnknown: canBeUnknown(policy, factClasses) });
      tested.push({ id: policy.id, cases: cases.map(withoutSeen), gaps });
    }
    for (const stray of tests.filter(({ policy }) => !policies.some(({ id }) => id === policy))) {
      const cases = (await runPolicyTest(stray, judge)).map(withoutSeen);
      tested.push({ id: stray.policy, cases, gaps: [] });
    }
  } finally {
    progress.done();
  }
  const failed = tested.some(({ cases }) => cases.some(({ failures }) => failures.length > 0));
  const incomplete = args.complete && tested.some(({ gaps }) => gaps.length > 0);
  const ok = !failed && !incomplete;
  print(args, {
    lines: (page) => testLines(page, tested, ok),
    json: { schema: 'firebreak.policy-tests/1', ok, policies: tested },
  });
  return ok ? 0 : 1;
}

function withoutSeen({ seen, ...rest }: CaseResult): TestedPolicy['cases'][number] {
  return rest;
}

interface Suite {
  readonly tests: readonly PolicyTest[];
  /** Policies that should have a test. */
  readonly policies: readonly Policy[];
  /** Policies that judge each case. */
  readonly all: readonly Policy[];
}

async function builtin(): Promise<Suite> {
  const { policies } = readBuiltinPolicies();
  return { tests: await readBuiltinTests(), policies, all: policies };
}

/** The user's policy replaces a built-in one with the same id, so that a copy can be tested before it is renamed. */
async function own(given: string): Promise<Suite> {
  // The name of a test file stands for its policy.
  const dir = given.replace(/\.test(\.ya?ml)$/, '$1');
  const policies = await readPolicyFiles([dir]);
  const ids = new Set(policies.map(({ id }) => id));
  const others = readBuiltinPolicies().policies.filter(({ id }) => !ids.has(id));
  return { tests: await readPolicyTests([dir]), policies, all: [...policies, ...others] };
}

function refuseStrays(tests: readonly PolicyTest[], policies: readonly Policy[]): void {
  const ids = policies.map(({ id }) => id);
  const faults = tests
    .filter(({ policy }) => !ids.includes(policy))
    .map(({ file, policy }): Fault => {
      const hint = didYouMean(policy, ids) ?? 'Name the test ID.test.yaml, in the folder of ID.yaml.';
      return { message: `unknown policy \`${policy}\``, file, hint };
    });
  if (faults.length > 0) throw new PolicyError(faults);
}
