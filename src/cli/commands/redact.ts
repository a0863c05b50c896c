/** `firebreak redact`: replaces the secrets of a plan, so that it can be shared and is still judged the same. */
import type { Argv } from 'yargs';
import { write } from '../../app/output.ts';
import { decide } from '../../decide.ts';
import { InputError } from '../../errors.ts';
import { evaluate } from '../../evaluate.ts';
import { factClasses } from '../../facts/facts.ts';
import { toCatalog } from '../../model/catalog.ts';
import { type CompiledPolicy, compilePolicies } from '../../policy/compile.ts';
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
      '$0 redact PLAN [-o FILE]\n\nReplaces every secret in a plan by a placeholder: what is marked as sensitive, and the same text wherever else it stands. Verdict, findings and fingerprint stay as they are, and that is proven before it is written.',
    )
    .positional('plan', {
      type: 'string',
      demandOption: true,
      describe: 'a plan in JSON or as saved; - for standard input',
    })
    .option('output', {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      describe: 'file to write to (default: standard output)',
    })
    .option('terraform', {
      type: 'string',
      requiresArg: true,
      describe: 'binary that shows saved plans (default: terraform, else tofu)',
    })
    .example('$0 redact plan.json -o redacted.json', 'to keep it, or to send it to somebody')
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
  if (source.json === null) throw source.failure ?? new InputError({ file: args.plan, message: 'holds no plan' });
  const builtin = readBuiltinPolicies();
  const json = redact(source.json, builtin.catalog);
  refuseOther(args.plan, judgements(builtin, [source, { ...source, json }]));
  const left = secretsLeft(source.json, json, builtin.catalog);
  if (left > 0) {
    throw new InputError({
      file: args.plan,
      message: `${left === 1 ? 'a value' : `${left} values`} marked as sensitive also stand as names or keys, which cannot be taken out, so nothing was written`,
      hint: 'keep secrets out of names and of the keys of maps; unmark what is no secret',
    });
  }
  const text = `${escapeInvisible(JSON.stringify(json))}\n`;
  if (args.output === undefined) process.stdout.write(text);
  else await write(args.output, text, 'the redacted plan');
  return 0;
}

/** Everything that approvals and exceptions refer to; it must not change. */
function judgements(builtin: Builtin, sources: readonly PlanSource[]): readonly string[] {
  const policies: readonly CompiledPolicy[] = compilePolicies(builtin.policies, factClasses);
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
    message: 'without its secrets this plan would be judged otherwise, so nothing was written',
    hint: 'a judgement depends on a value that is marked as sensitive: it is also the key of a map, or a word that occurs in many values. Unmark what is no secret.',
  });
}
