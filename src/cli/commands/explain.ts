/** `firebreak explain`: explains a policy, or an address of a plan. */
import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { explainNamedPolicy } from '../../app/explain-named-policy.ts';
import { readEvaluationInput } from '../../app/judge-plan.ts';
import { type ListedPolicy, policiesInEffect } from '../../app/list-policies.ts';
import { type SettingsLoader, settingsLoader } from '../../app/load-settings.ts';
import { isFirebreakError, UsageError } from '../../errors.ts';
import { toCatalog } from '../../model/catalog.ts';
import type { Policy } from '../../policy/policy.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { addressLines } from '../../report/commands/explain-address.ts';
import { type ExplainedPolicy, policyLines } from '../../report/commands/policy-text.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { ExitCode } from '../command.ts';
import { explainAddress } from '../explain-address.ts';
import { type PlainFormat, print, withFormat } from '../format-option.ts';
import { terraformOption } from '../plan-options.ts';
import { toNow } from '../settings-options.ts';

/** Adds the usage, options and examples of `firebreak explain`. */
export function options(yargs: Argv) {
  return withFormat(
    yargs
      .usage(
        '$0 explain POLICY\n$0 explain ADDRESS --plan PLAN\n\nExplains a policy: its reason, its condition, the fix and its test cases. Or an address in a plan: why it changes, what depends on it, what protects it, and its findings.',
      )
      .positional('name', { type: 'string', demandOption: true, describe: 'policy ID, or resource address' })
      .option('plan', { type: 'string', requiresArg: true, describe: 'plan that contains the address' })
      .option('dir', {
        type: 'string',
        requiresArg: true,
        describe: 'root module of the plan (default: folder of the plan, or the current one)',
      })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'settings file (default: nearest firebreak.yaml, from the root module upwards)',
      })
      .option('terraform', terraformOption)
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
  const builtin = readBuiltinPolicies().policies;
  const load = settingsLoader({ named: args.config, policies: builtin, flags: {}, cwd });
  const { policies, listed } = await load([resolve(cwd, args.dir ?? '.')]).then(
    (loaded) => ({ policies: loaded.policies, listed: policiesInEffect(loaded.rules, null) }),
    (error: unknown) => ({ policies: withoutSettings(error, { name: args.name, builtin }), listed: [] }),
  );
  const explained = await explainNamedPolicy(args.name, policies);
  const inEffect = listed.find(({ policy }) => policy.id === args.name);
  if (explained) printPolicy(explained, { format: args.format, inEffect });
  else if (args.plan === undefined) throw new UsageError(noSuchPolicy(args.name, policies));
  else await printAddress(args, { file: args.plan, load, cwd });
  return 0;
}

/** Explains a built-in policy although the settings are faulty: the explanation may help to mend them. */
function withoutSettings(
  error: unknown,
  { name, builtin }: { readonly name: string; readonly builtin: readonly Policy[] },
): readonly Policy[] {
  if (!isFirebreakError(error) || !builtin.some(({ id }) => id === name)) throw error;
  process.stderr.write('firebreak: the settings have errors, so this shows the defaults. Run: firebreak validate\n');
  return builtin;
}

function printPolicy(
  explained: ExplainedPolicy,
  { format, inEffect }: { readonly format: PlainFormat; readonly inEffect: ListedPolicy | undefined },
): void {
  const { policy, example, cases } = explained;
  const { positions, ...json } = policy;
  print(
    { format },
    {
      lines: (page) => policyLines(page, explained, inEffect),
      json: { schema: 'firebreak.policy/1', policy: json, example, cases },
    },
  );
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
  print(args, {
    lines: (page) => addressLines(page, explained),
    json: { schema: 'firebreak.address/1', ...explained },
  });
}

function noSuchPolicy(name: string, policies: readonly Policy[]): { readonly message: string; readonly hint: string } {
  const ids = policies.map(({ id }) => id);
  if (name.includes('.')) {
    return {
      message: `the address \`${name}\` needs a plan`,
      hint: `firebreak explain '${name}' --plan plan.json`,
    };
  }
  const hint = didYouMean(name, ids) ?? 'To list policies: firebreak policies. To explain an address, add --plan PLAN.';
  return { message: `unknown policy \`${name}\``, hint };
}
