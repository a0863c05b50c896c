/** `firebreak policies`: which policies there are. */
import type { Argv } from 'yargs';
import type { Policy } from '../policy/policy.ts';
import { readBuiltinPolicies, readPolicyFiles } from '../read/policies.ts';
import { terminal } from '../report/escape.ts';
import { table } from '../report/table.ts';
import type { ExitCode } from './command.ts';
import { type PlainFormat, print, withFormat } from './format-option.ts';

export function options(yargs: Argv) {
  return withFormat(
    yargs
      .usage(
        '$0 policies [DIR...]\n\nLists the policies that come with the program, and those of the folders that are named.',
      )
      .positional('dirs', { type: 'string', array: true, describe: 'folders of own policies', default: [] as string[] })
      .example('$0 policies', 'what is judged by default')
      .example('$0 policies -f json', 'all of it, expressions and remedies too'),
  );
}

export async function run(args: { readonly dirs: readonly string[]; readonly format: PlainFormat }): Promise<ExitCode> {
  const { policies } = readBuiltinPolicies();
  const all = [...policies, ...(await readPolicyFiles(args.dirs))];
  print(args.format, {
    lines: (page) => table(page, ['Policy', 'Enforcement', 'Approvals', 'Looks at', 'Title'], all.map(row)),
    json: all.map(({ positions, ...policy }) => policy),
  });
  return 0;
}

function row({ id, enforcement, approvals, subject, title }: Policy): readonly string[] {
  return [terminal(id), enforcement, approvals === 0 ? '–' : String(approvals), subject, terminal(title)];
}
