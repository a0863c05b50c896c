/** `firebreak policies`: lists the policies with the settings applied. */
import type { Argv } from 'yargs';
import { type ListedPolicy, listPolicies } from '../../app/list-policies.ts';
import { readPolicyFiles } from '../../read/settings/policy-files.ts';
import { terminal } from '../../report/escape.ts';
import { table } from '../../report/table.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormat } from '../format-option.ts';

/** Adds the usage, options and examples of `firebreak policies`. */
export function options(yargs: Argv) {
  return withFormat(
    yargs
      .usage(
        '$0 policies [DIR...]\n\nLists all policies with the settings applied: built-in ones, those in the policy folders of the settings, and those in DIR.',
      )
      .positional('dirs', {
        type: 'string',
        array: true,
        describe: 'folders with your own policies',
        default: [] as string[],
      })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'settings file (default: nearest firebreak.yaml, from here upwards)',
      })
      .option('environment', { type: 'string', requiresArg: true, describe: 'environment in the settings' })
      .example('$0 policies', 'all policies in effect here')
      .example('$0 policies -f json', 'with conditions and fixes'),
  );
}

/** Prints the policies. */
export async function run(args: {
  readonly dirs: readonly string[];
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly format: PlainFormat;
}): Promise<ExitCode> {
  const listed = await listPolicies({ ...args, cwd: process.cwd() });
  const sorted = [
    ...listed,
    ...(await readPolicyFiles(args.dirs)).map((policy): ListedPolicy => ({ policy })),
  ].toSorted((a, b) => (a.policy.id < b.policy.id ? -1 : 1));
  print(args, {
    lines: (page) => table(page, ['Policy', 'Enforcement', 'Approvals', 'Looks at', 'Title'], sorted.map(row)),
    json: sorted.map(({ policy: { positions, ...policy }, off: reason }) => ({
      ...policy,
      ...(reason !== undefined && { off: reason }),
    })),
  });
  return 0;
}

function row({ policy: { id, enforcement, approvals, subject, title }, off }: ListedPolicy): readonly string[] {
  const how = off === undefined ? enforcement : 'off';
  return [terminal(id), how, off !== undefined || approvals === 0 ? '–' : String(approvals), subject, terminal(title)];
}
