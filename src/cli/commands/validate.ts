/** `firebreak validate`: checks settings, policies and their tests without a plan, and reports every fault. */
import { relative, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { type Loaded, settingsLoader } from '../../app/load-settings.ts';
import { type MissingDirectory, missingDirectories } from '../../app/missing-directories.ts';
import { collectPolicyFaults, PolicyError } from '../../errors.ts';
import { factClasses } from '../../facts/facts.ts';
import { compilePolicies } from '../../policy/compile.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { tryPolicyFiles } from '../../read/settings/policy-files.ts';
import { readPolicyTests } from '../../read/settings/policy-tests.ts';
import { terminal } from '../../report/escape.ts';
import { labelled, type Page, paint } from '../../report/text/text-layout.ts';
import { count, list } from '../../report/wording/words.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormatAndQuiet } from '../format-option.ts';
import { toNow } from '../settings-options.ts';

/** Adds the usage, options and examples of `firebreak validate`. */
export function options(yargs: Argv) {
  return withFormatAndQuiet(
    yargs
      .usage(
        '$0 validate [DIR...]\n\nChecks the settings, and the policies and tests in their policy folders and in DIR. Prints every error. Exit status: 0 valid, 2 errors.',
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
      .example('$0 validate', 'the settings in effect here')
      .example('$0 validate ./policies', 'policies in a folder'),
  );
}

interface Sound {
  readonly settings: string | null;
  readonly extends: string | null;
  readonly environments: readonly string[];
  readonly owners: readonly string[];
  readonly policies: { readonly builtin: number; readonly own: number; readonly tests: number };
  readonly off: readonly { readonly policy: string; readonly reason: string }[];
  readonly exceptions: { readonly total: number; readonly expired: readonly string[] };
  readonly missingDirectories: readonly MissingDirectory[];
}

/**
 * Checks the settings, the policies and their tests.
 * @throws {PolicyError} with every fault of the settings, the policies and the tests
 */
export async function run(args: {
  readonly dirs: readonly string[];
  readonly config: string | undefined;
  readonly format: PlainFormat;
  readonly quiet: boolean;
}): Promise<ExitCode> {
  const cwd = process.cwd();
  const builtin = readBuiltinPolicies().policies;
  const load = settingsLoader({ named: args.config, policies: builtin, flags: {}, cwd });
  const [settings, policies, tests] = await allFaults([
    () => load([resolve(cwd)]),
    async () => {
      const own = await tryPolicyFiles(args.dirs);
      const faults = [
        ...own.faults,
        ...collectPolicyFaults(() => compilePolicies([...builtin, ...own.policies], factClasses)),
      ];
      if (faults.length > 0) throw new PolicyError(faults);
      return own.policies;
    },
    () => readPolicyTests(args.dirs),
  ]);
  const own = settings.policies.length - builtin.length + policies.length;
  const sound = {
    ...toSound(settings, { builtin: builtin.length, own, tests: tests.length }, cwd),
    missingDirectories: await missingDirectories(settings),
  };
  print(args, {
    lines: (page) => soundLines(page, sound),
    json: { schema: 'firebreak.validation/1', ...sound },
  });
  return 0;
}

/** Runs all three, so that the faults of one do not hide those of the others. */
async function allFaults<A, B, C>(
  work: readonly [() => Promise<A>, () => Promise<B>, () => Promise<C>],
): Promise<readonly [A, B, C]> {
  const [a, b, c] = await Promise.allSettled([work[0](), work[1](), work[2]()]);
  if (a.status === 'fulfilled' && b.status === 'fulfilled' && c.status === 'fulfilled')
    return [a.value, b.value, c.value];
  const reasons = [a, b, c].flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const other = reasons.find((reason) => !(reason instanceof PolicyError));
  if (other !== undefined) throw other;
  throw new PolicyError(reasons.flatMap((reason) => (reason instanceof PolicyError ? reason.faults : [])));
}

function toSound(
  { file, config, rules }: Loaded,
  policies: Sound['policies'],
  cwd: string,
): Omit<Sound, 'missingDirectories'> {
  const today = toNow(undefined).toISOString().slice(0, 10);
  return {
    settings: file && (file.shownAs || relative(cwd, file.file)),
    extends: config.extends,
    environments: config.environments.map(({ name }) => name),
    owners: [...new Set(config.owners.map(({ owner }) => owner))],
    policies,
    off: rules(null).off.map(({ policy, reason }) => ({ policy: policy.id, reason })),
    exceptions: {
      total: config.exceptions.length,
      expired: config.exceptions
        .filter(({ expires }) => expires < today)
        .map(({ policy, address, expires }) => `${policy} for ${address} (${expires})`),
    },
  };
}

function soundLines(page: Page, sound: Sound): readonly string[] {
  const { settings, extends: extended, environments, owners, policies, off, exceptions } = sound;
  const line = (label: string, text: string): readonly string[] =>
    text === '' ? [] : labelled(page, label, text, { column: 14 });
  const own = policies.own === 0 ? 'none of your own' : `${policies.own} of your own`;
  const tests = policies.tests === 0 ? '' : `, ${count(policies.tests, 'test file')}`;
  return [
    `${paint(page, 'pass', 'VALID')}  ${settings === null ? 'no settings file, so the defaults apply' : terminal(settings)}`,
    ...line('Extends', terminal(extended ?? '')),
    ...line('Policies', `${policies.builtin} built-in, ${own}${tests}`),
    ...line('Environments', list(environments.map(terminal))),
    ...line('Owners', list(owners.map(terminal))),
    ...off.flatMap(({ policy, reason }) => line('Switched off', `${terminal(policy)}: ${terminal(reason)}`)),
    ...line('Exceptions', exceptions.total === 0 ? '' : String(exceptions.total)),
    ...exceptions.expired.flatMap((each) => line('Expired', terminal(each))),
    ...sound.missingDirectories.flatMap(({ directory, place }) =>
      line('Not found', `directory ${terminal(directory)} (${terminal(place)})`),
    ),
  ];
}
