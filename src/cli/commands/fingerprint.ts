/** `firebreak fingerprint`: prints the fingerprint that approvals refer to. */
import type { Argv } from 'yargs';
import { toReadableDocument } from '../../app/plan-document.ts';
import { fingerprintPlan } from '../../evaluate.ts';
import { toCatalog } from '../../model/catalog.ts';
import { readPlan } from '../../read/plan/plan.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { fingerprintScheme } from '../../verdict/fingerprint/fingerprint.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormat } from '../format-option.ts';
import { planArgument, terraformOption } from '../plan-options.ts';

/** Adds the usage, options and examples of `firebreak fingerprint`. */
export function options(yargs: Argv) {
  return withFormat(
    yargs
      .usage(
        '$0 fingerprint PLAN\n\nPrints a SHA-256 hash of what the plan does, without times, order and secrets. Two plans with the same fingerprint do the same, so an approval of one is an approval of the other. For a saved plan, a dot and a second hash follow: of the backend and the configuration, which JSON does not show.',
      )
      .positional('plan', planArgument)
      .option('terraform', terraformOption)
      .example('$0 fingerprint plan.json', 'only the fingerprint')
      .example('$0 fingerprint tfplan -f json', 'with the file hash and the counts'),
  );
}

/** Prints the fingerprint of a plan. */
export async function run(args: {
  readonly plan: string;
  readonly terraform: string | undefined;
  readonly format: PlainFormat;
}): Promise<ExitCode> {
  const source = await readPlan({ file: args.plan, terraform: args.terraform, env: process.env });
  const document = toReadableDocument(source);
  const { file, sha256 } = source;
  const { formatVersion, terraformVersion } = document;
  const { catalog, commands } = readBuiltinPolicies();
  const { plan, fingerprint } = fingerprintPlan(document, { source, catalog: toCatalog(catalog), commands });
  const { counts } = plan;
  print(args, {
    lines: () => [fingerprint],
    json: { schema: fingerprintScheme, fingerprint, file, sha256, formatVersion, terraformVersion, counts },
  });
  return 0;
}
