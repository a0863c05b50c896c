/** Options of commands that judge a plan and run Terraform: arguments after `--` are for Terraform. */
import type { Argv } from 'yargs';
import type { ReportArguments } from '../../app/output.ts';
import type { JudgeArguments } from '../judge-context.ts';
import { parsing } from '../usage-fault.ts';

/** Arguments of a command that also runs Terraform. */
export interface TerraformArguments extends JudgeArguments, ReportArguments {
  readonly '--'?: readonly string[];
}

/** Makes yargs collect the arguments after `--` in `args['--']`. */
export function withPassThrough(yargs: Argv): Argv {
  return yargs.parserConfiguration({ ...parsing, 'populate--': true });
}
