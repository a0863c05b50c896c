/** `firebreak explain`: explains a policy, or an address of a plan. */
import { dirname, join, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { readEvaluationInput } from '../../app/judge-plan.ts';
import { judgeWith } from '../../app/judge-test-case.ts';
import { type SettingsLoader, settingsLoader } from '../../app/load-settings.ts';
import { explainPolicy } from '../../app/policy-examples.ts';
import { UsageError } from '../../errors.ts';
import { toCatalog } from '../../model/catalog.ts';
import type { Policy } from '../../policy/policy.ts';
import { isThere } from '../../read/files/is-there.ts';
import { findPackageFiles } from '../../read/files/package-files.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { readPolicyTests } from '../../read/settings/policy-tests.ts';
import { addressLines } from '../../report/commands/explain-address.ts';
import { policyLines } from '../../report/commands/policy-text.ts';
import type { PolicyTest } from '../../source/policy-test.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { ExitCode } from '../command.ts';
import { explainAddress } from '../explain-address.ts';
import { type PlainFormat, print, withFormat } from '../format-option.ts';
import { toNow } from '../settings-options.ts';

/** Adds the usage, options and examples of `firebreak explain`. */
export function options(yargs: Argv) {
  return withFormat(
    yargs
      .usage(
        '$0 explain POLICY\n$0 explain ADDRESS --plan PLAN\n\nExplains a policy: why it is there, what to do, and what its test shows. Or an address of a plan: why it changes, what depends on it, what protects it, and which policies object.',
      )
      .positional('name', { type: 'string', demandOption: true, describe: 'id of a policy, or address of a resource' })
      .option('plan', { type: 'string', requiresArg: true, describe: 'the plan that the address is in' })
      .option('dir', {
        type: 'string',
        requiresArg: true,
        describe: 'root module that the plan was made in (default: where the plan lies, or here)',
      })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'settings (default: firebreak.yaml, upwards from the root module)',
      })
      .option('terraform', {
        type: 'string',
        requiresArg: true,
        describe: 'binary that shows saved plans (default: terraform, else tofu)',
      })
      .example('$0 explain no-stateful-destroy', 'a policy')
      .example("$0 explain 'module.orders.aws_db_instance.main' --plan plan.json", 'an address'),
  );
}

interface ExplainArguments {
  readonly name: string;
  readonly plan: string | undefined;
  readonly dir: string | undefined;
  readonly config: string | undefined;
  readonly terraform: string | undefined;
  readonly format: PlainFormat;
}

/** Prints the explanation of a policy or an address. */
export async function run(args: ExplainArguments): Promise<ExitCode> {
  const cwd = process.cwd();
  const load = settingsLoader({ named: args.config, policies: readBuiltinPolicies().policies, flags: {}, cwd });
  const { policies } = await load([resolve(cwd, args.dir ?? '.')]);
  const policy = policies.find(({ id }) => id === args.name);
  if (policy) await printPolicy({ policy, policies, format: args.format });
  else if (args.plan === undefined) throw new UsageError(noSuchPolicy(args.name, policies));
  else await printAddress(args, { file: args.plan, load, cwd });
  return 0;
}

async function printPolicy(given: {
  readonly policy: Policy;
  readonly policies: readonly Policy[];
  readonly format: PlainFormat;
}): Promise<void> {
  const { policy, policies, format } = given;
  const explained = await explainPolicy(policy, { tests: await testsOf(policy), judge: judgeWith(policies) });
  const { positions, ...json } = policy;
  const { example, cases } = explained;
  print(format, {
    lines: (page) => policyLines(page, explained),
    json: { schema: 'firebreak.policy/1', policy: json, example, cases },
  });
}

/** A package may be installed without test files: the policy is then explained without examples. */
async function testsOf({ id, builtIn, file }: Policy): Promise<readonly PolicyTest[]> {
  const files = builtIn ? await findPackageFiles() : { policies: dirname(file), fixtures: dirname(file) };
  if (files === null) return [];
  const test = join(files.policies, `${id}.test.yaml`);
  return (await isThere(test)) ? readPolicyTests([test], { fixtures: files.fixtures }) : [];
}

async function printAddress(
  args: ExplainArguments,
  plan: { readonly file: string; readonly load: SettingsLoader; readonly cwd: string },
): Promise<void> {
  const { catalog, commands } = readBuiltinPolicies();
  const input = await readEvaluationInput({
    file: plan.file,
    dir: args.dir,
    terraform: args.terraform,
    cwd: plan.cwd,
    env: process.env,
    critical: [],
    catalog: toCatalog(catalog),
    commands,
    settings: { load: plan.load, flags: {} },
    now: toNow(undefined),
  });
  const explained = explainAddress(args.name, input);
  print(args.format, {
    lines: (page) => addressLines(page, explained),
    json: { schema: 'firebreak.address/1', ...explained },
  });
}

function noSuchPolicy(name: string, policies: readonly Policy[]): { readonly message: string; readonly hint: string } {
  const ids = policies.map(({ id }) => id);
  if (name.includes('.')) {
    return {
      message: `\`${name}\` is an address, and no plan is named`,
      hint: `firebreak explain '${name}' --plan plan.json`,
    };
  }
  const hint = didYouMean(name, ids) ?? '`firebreak policies` lists them; an address needs --plan PLAN';
  return { message: `there is no policy \`${name}\``, hint };
}
