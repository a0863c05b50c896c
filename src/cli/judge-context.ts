/** The options shared by all commands that judge plans, and the context made from them. */
import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { readBrokenGlass } from '../app/broken-glass-history.ts';
import type { JudgeContext } from '../app/judge-plan.ts';
import { settingsLoader } from '../app/load-settings.ts';
import { UsageError } from '../errors.ts';
import { toCatalog } from '../model/catalog.ts';
import { toActor } from '../people/actor.ts';
import { isName } from '../read/approvals/approval-statement.ts';
import { readActor, readApprovals } from '../read/approvals/approvals.ts';
import { planFolder } from '../read/configuration/root-directory.ts';
import { isFolder } from '../read/files/is-there.ts';
import { readChangedFiles } from '../read/git/changed-files.ts';
import { readBuiltinPolicies } from '../read/settings/builtin.ts';
import type { ActorSource } from '../source/actor.ts';
import { noApprovals } from '../verdict/approvals/approval-input.ts';
import { terraformOption } from './plan-options.ts';
import { type SettingsArguments, toFlags, toNow, withSettings } from './settings-options.ts';

/** The arguments that `judgeOptions` defines. */
export interface JudgeArguments extends SettingsArguments {
  readonly dir: string | undefined;
  readonly terraform: string | undefined;
  /** Logins, or files with more information. */
  readonly actor: readonly string[];
  readonly approvals: string | undefined;
  readonly allowedSigners: string | undefined;
  /** Path of the record. */
  readonly record: string | undefined;
}

/** Adds the options for judging plans to a command. */
export function judgeOptions<T>(yargs: Argv<T>) {
  return withSettings(
    yargs
      .option('dir', {
        type: 'string',
        requiresArg: true,
        describe: 'root module of the plan (default: folder of the plan, or the current one)',
      })
      .option('terraform', terraformOption)
      .option('actor', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        default: [] as string[],
        describe:
          'author of the change: a login, or a file with details (repeatable; default for approvals: authors of the commits that are not on the default branch)',
      })
      .option('approvals', {
        type: 'string',
        requiresArg: true,
        describe: 'approvals: a JSON or YAML file, or a folder of signed approvals',
      })
      .option('allowed-signers', {
        type: 'string',
        requiresArg: true,
        describe: 'keys that signed approvals may use, in the ALLOWED SIGNERS format of ssh-keygen(1)',
      })
      .option('record', {
        type: 'string',
        requiresArg: true,
        describe: 'file to append each verdict to, as a chained record',
      }),
  );
}

/** Adds `--break-glass --reason TEXT` to a command: one person lifts findings alone, in an emergency. */
export function withBreakGlass<T>(yargs: Argv<T>) {
  return yargs
    .option('break-glass', {
      type: 'boolean',
      default: false,
      describe:
        'emergency: lift the findings without a second person, as a member of the break-glass group in the settings (needs --reason)',
    })
    .option('reason', {
      type: 'string',
      requiresArg: true,
      describe: 'reason for --break-glass, e.g. "INC-123 primary database is full"',
    });
}

/**
 * Returns the reason, if the glass is to be broken.
 * @throws {UsageError} for one option without the other, or a reason that is not one line
 */
export function toBreakGlass(args: {
  readonly breakGlass: boolean;
  readonly reason: string | undefined;
}): { readonly reason: string } | undefined {
  const { breakGlass } = args;
  const reason = args.reason?.trim();
  if (!breakGlass && reason === undefined) return undefined;
  if (breakGlass && reason !== undefined && isName(reason)) return { reason };
  throw new UsageError({
    message: breakGlass ? '--break-glass needs a reason' : '--reason is for --break-glass only',
    hint: 'For example --break-glass --reason "INC-123 primary database is full". One line of up to 300 characters, not starting with -.',
  });
}

/**
 * Returns the options that are the same for each plan of one command.
 * @throws {UsageError} for options that ask for something impossible
 * @throws {InputError} with every fault of a file about people
 */
export async function toJudgeContext(
  args: JudgeArguments,
  from: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly onProgress: (step: string) => void;
    /** The first plan. If approvals may count and no author is named, the commits of its checkout name them. */
    readonly plan?: string;
    /** Approvals may count even if none are given on the command line. */
    readonly approves?: boolean;
  },
): Promise<JudgeContext> {
  const { cwd, env, onProgress } = from;
  const changedFiles = args.changedFiles === undefined ? undefined : await readChangedFiles(args.changedFiles);
  const flags = toFlags(args, { changedFiles });
  const { policies, catalog, commands, actors } = readBuiltinPolicies();
  return {
    cwd,
    env,
    onProgress,
    dir: args.dir,
    terraform: args.terraform,
    critical: args.critical,
    settings: { load: settingsLoader({ named: args.config, policies, flags, cwd }), flags },
    now: toNow(args.now),
    catalog: toCatalog(catalog),
    commands,
    actor: toActor({ ...(await readAuthors(args, from)), environment: env }, actors),
    approvals: {
      ...noApprovals,
      known: actors,
      past: await readBrokenGlass(args.record),
      ...(args.approvals === undefined ? {} : { given: await readApprovals(args.approvals, args) }),
    },
  };
}

/** Whose approvals would be their own: who is named, else the authors of the checkout's commits. */
async function readAuthors(
  { actor, dir, approvals }: JudgeArguments,
  { cwd, env, plan, approves = false }: Parameters<typeof toJudgeContext>[1],
): Promise<ActorSource> {
  if (actor.length > 0 || plan === undefined || (approvals === undefined && !approves)) return readActor(actor);
  const { readChangeCommits } = await import('../read/git/change-commits.ts');
  const folders = [dir === undefined ? planFolder(plan, cwd) : resolve(cwd, dir), cwd];
  for (const folder of folders) {
    const found = (await isFolder(folder)) ? await readChangeCommits(folder, env) : null;
    if (found) return { commits: found.commits, commitRange: found.range };
  }
  return {};
}
