/** For commands that judge a plan and run Terraform: the arguments after `--` are for Terraform. */
import type { Argv } from 'yargs';
import type { ReportArguments } from '../app/output.ts';
import type { JudgeArguments } from './judge-context.ts';

export interface TerraformArguments extends JudgeArguments, ReportArguments {
  readonly '--'?: readonly string[];
}

export function withPassThrough(yargs: Argv): Argv {
  return yargs.parserConfiguration({ 'duplicate-arguments-array': true, 'populate--': true });
}
