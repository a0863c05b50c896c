/** `firebreak redact`: replaces the secrets of a plan, so that it can be shared and is still judged the same. */
import type { Argv } from 'yargs';
import { write } from '../../app/output.ts';
import { decide } from '../../decide.ts';
import { InputError } from '../../errors.ts';
import { evaluate } from '../../evaluate.ts';
import { toCatalog } from '../../model/catalog.ts';
import { compiledBuiltin } from '../../policy/builtin-policies.ts';
import { readPlan } from '../../read/plan/plan.ts';
import { type Builtin, readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { escapeInvisible } from '../../report/json/json.ts';
import { redact, secretsLeft } from '../../secrecy/redact.ts';
import type { PlanSource } from '../../source/plan-and-configuration.ts';
import type { ExitCode } from '../command.ts';
import { refuseOverwritingInputs } from '../output-conflicts.ts';

/** Adds the usage, options and examples of `firebreak redact`. */
export function options(yargs: Argv) {
  return yargs
    .usage(
      '$0 redact PLAN [-o FILE]\n\nReplaces every sensitive value in a plan by a placeholder, wherever it occurs. Verdict, findings and fingerprint stay the same, which is verified before the file is written.',
    )
    .positional('plan', {
      type: 'string',
      demandOption: true,
      describe: 'saved plan, JSON plan, or - for standard input',
    })
    .option('output', {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'output file (default: standard output)',
    })
    .option('terraform', {
      type: 'string',
      requiresArg: true,
      describe: 'binary that reads saved plans (default: terraform, else tofu)',
    })
    .example('$0 redact plan.json -o redacted.json', 'to store or share it')
    .example('terraform show -json tfplan | $0 redact - | $0 check -', 'in a pipe');
}

/** Writes the redacted plan, after checking that it is judged like the original. */
export async function run(args: {
  readonly plan: string;
  readonly output: string | undefined;
  readonly terraform: string | undefined;
}): Promise<ExitCode> {
  if (args.output !== undefined && args.plan !== '-') {
    await refuseOverwritingInputs(
      [{ what: 'the redacted plan', file: args.output }],
      [{ what: 'the plan', file: args.plan }],
    );
  }
  const source = await readPlan({ file: args.plan, terraform: args.terraform, env: process.env });
  if (source.json === null)
    throw source.failure ?? new InputError({ file: args.plan, message: 'no plan in this file' });
  const builtin = readBuiltinPolicies();
  const json = redact(source.json, builtin.catalog);
  refuseOther(args.plan, judgements(builtin, [source, { ...source, json }]));
  const left = secretsLeft(source.json, json, builtin.catalog);
  if (left > 0) {
    throw new InputError({
      file: args.plan,
      message: `not written: ${left === 1 ? 'a sensitive value is' : `${left} sensitive values are`} also used as names or keys, which cannot be redacted`,
      hint: 'Remove secrets from names and map keys, or unmark values that are not secret.',
    });
  }
  const text = `${escapeInvisible(JSON.stringify(json))}\n`;
  if (args.output === undefined) process.stdout.write(text);
  else await write(args.output, text, 'the redacted plan');
  return 0;
}

/** Everything that approvals and exceptions refer to; it must not change. */
function judgements(builtin: Builtin, sources: readonly PlanSource[]): readonly string[] {
  const policies = compiledBuiltin(builtin.policies);
  const catalog = toCatalog(builtin.catalog);
  return sources.map((source) => {
    const report = decide(evaluate({ source, configuration: null, policies, catalog, commands: builtin.commands }));
    const findings = report.findings.map(({ fingerprint, enforcement, approvals }) => [
      fingerprint,
      enforcement,
      approvals,
    ]);
    return JSON.stringify([report.verdict, report.plan.fingerprint, findings]);
  });
}

function refuseOther(file: string, [before, after]: readonly string[]): void {
  if (before === after) return;
  throw new InputError({
    file,
    message: 'not written: without its sensitive values, this plan would get a different verdict',
    hint: 'A finding depends on a sensitive value that is also a map key or occurs in many values. Unmark values that are not secret.',
  });
}
