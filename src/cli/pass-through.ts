/** For commands that run another program: what stands behind `--` is for that one. */
import type { Argv } from 'yargs';

export interface PassedThrough {
  readonly '--'?: readonly string[];
}

export function withPassThrough(yargs: Argv): Argv {
  return yargs.parserConfiguration({ 'duplicate-arguments-array': true, 'populate--': true });
}
