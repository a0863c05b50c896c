/** Command line options that complement the settings file. */
import type { Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { patternFaults } from '../policy/settings-faults.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { isDay } from '../text/is-day.ts';

/** The arguments that `withSettings` defines. */
export interface SettingsArguments {
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly scope: readonly string[];
  readonly maxDestroy: number | undefined;
  readonly allow: readonly string[] | undefined;
  readonly critical: readonly string[];
  readonly changedFiles: string | undefined;
  readonly now: string | undefined;
}

/** Adds the options for settings to a command. */
export function withSettings<T>(yargs: Argv<T>) {
  const list = { type: 'string', array: true, nargs: 1, requiresArg: true, default: [] as string[] } as const;
  return yargs
    .option('config', {
      type: 'string',
      requiresArg: true,
      describe: 'settings file (default: nearest firebreak.yaml, from the root module upwards)',
    })
    .option('environment', {
      type: 'string',
      requiresArg: true,
      describe: 'environment in the settings (default: the first that matches)',
    })
    .option('scope', {
      ...list,
      describe: "what the plan may change: an owner, or a pattern such as 'module.billing.**'",
    })
    .option('max-destroy', {
      type: 'number',
      requiresArg: true,
      describe: 'limit of objects that the plan may delete or replace',
    })
    .option('allow', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      describe: 'allowed actions, for example create,update',
    })
    .option('critical', { ...list, describe: "pattern of critical addresses, for example 'module.prod.**'" })
    .option('changed-files', {
      type: 'string',
      requiresArg: true,
      describe: 'file with the paths that the change touches, one per line; their owners are the scope',
    })
    .option('now', {
      type: 'string',
      requiresArg: true,
      describe: 'current time, for example 2026-12-01T09:00:00Z (default: the clock)',
    });
}

const actions = ['create', 'update', 'delete', 'replace', 'forget', 'import'] as const;

/**
 * Returns the settings that the options give.
 * @throws {UsageError} with every option that asks for something impossible
 */
export function toFlags(
  args: SettingsArguments,
  read: { readonly changedFiles: readonly string[] | undefined },
): SettingsFlags {
  const { environment, scope, critical, maxDestroy } = args;
  const allow = args.allow?.flatMap((text) => text.split(',').map((word) => word.trim())).filter(Boolean);
  const wrong = (allow ?? []).filter((word) => !actions.some((action) => action === word));
  const faults = [
    ...wrong.map((word) => ({
      message: `unknown action \`${word}\``,
      hint: didYouMean(word, actions) ?? `Actions are ${actions.join(', ')}.`,
    })),
    ...(maxDestroy === undefined || (Number.isInteger(maxDestroy) && maxDestroy >= 0)
      ? []
      : [{ message: '--max-destroy needs a whole number', hint: 'For example: --max-destroy 0' }]),
    ...(allow?.length === 0
      ? [{ message: '--allow needs an action', hint: `Actions are ${actions.join(', ')}.` }]
      : []),
    ...patternFaults(critical),
  ];
  if (faults.length > 0) throw new UsageError(faults);
  return { environment, scope, critical, maxDestroy, allow, changedFiles: read.changedFiles };
}

/**
 * Returns the current time, or the one in `text`. The clock is read nowhere else.
 * @throws {UsageError} if `text` is not a date
 */
export function toNow(text: string | undefined): Date {
  const now = text === undefined ? new Date() : new Date(text);
  if (text === undefined || (isDay(text.slice(0, 10)) && !Number.isNaN(now.getTime()))) return now;
  throw new UsageError({
    message: `--now: \`${text}\` is not a date`,
    hint: 'For example: --now 2026-12-01T09:00:00Z',
  });
}
