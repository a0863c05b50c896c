/** `firebreak redact`: replaces the secrets of a plan, so that it can be shared and is still judged the same. */
import type { Argv } from 'yargs';
import { write } from '../../app/output.ts';
import { toRedactedPlan } from '../../app/redacted-plan.ts';
import { readPlan } from '../../read/plan/plan.ts';
import type { ExitCode } from '../command.ts';
import { refuseOverwritingInputs } from '../output-conflicts.ts';
import { planArgument, terraformOption } from '../plan-options.ts';

/** Adds the usage, options and examples of `firebreak redact`. */
export function options(yargs: Argv) {
  return yargs
    .usage(
      '$0 redact PLAN [-o FILE]\n\nReplaces every sensitive value in a plan by a placeholder, wherever it occurs. Verdict, findings and fingerprint stay the same, which is verified before the file is written.',
    )
    .positional('plan', planArgument)
    .option('output', {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'output file (default: standard output)',
    })
    .option('terraform', terraformOption)
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
  const text = toRedactedPlan(source);
  if (args.output === undefined) process.stdout.write(text);
  else await write(args.output, text, 'the redacted plan');
  return 0;
}
