/** Checks exceptions in the settings: their policies, environments and dates. */
import type { ExceptionSource } from '../source/settings.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { isDay } from '../text/is-day.ts';
import { rejected, type SettingsFault } from './settings-fault.ts';

/** Names that an exception may refer to. */
export interface KnownNames {
  /** null, here and below: not all are known. */
  readonly policies: readonly string[] | null;
  readonly notExcepted: ReadonlySet<string>;
  readonly environments: readonly string[] | null;
  readonly mostDays: number | null;
}

/** Returns the faults of one exception, with paths from the exception. */
export function exceptionFaults(exception: ExceptionSource, known: KnownNames): readonly SettingsFault[] {
  const { policies, environments } = known;
  const { policy } = exception;
  const unknownPolicy = {
    path: ['policy'],
    message: `unknown policy \`${policy}\``,
    hint: didYouMean(policy, policies ?? []),
  };
  const hard = {
    path: ['policy'],
    message: `exceptions cannot lift \`${policy}\``,
    hint: 'Change the plan instead.',
  };
  return [
    ...(policies === null || policy === rejected || policies.includes(policy) ? [] : [unknownPolicy]),
    ...(known.notExcepted.has(policy) ? [hard] : []),
    ...environmentFaults(exception.environments ?? [], environments),
    ...dateMistakes(exception, known.mostDays),
  ];
}

/** Returns a fault for each name in an entry's `environments` that the settings do not define. */
export function environmentFaults(
  names: readonly string[],
  known: KnownNames['environments'],
): readonly SettingsFault[] {
  return names.flatMap((name, i) =>
    known === null || known.includes(name)
      ? []
      : [{ path: ['environments', i], message: `unknown environment \`${name}\``, hint: didYouMean(name, known) }],
  );
}

const day = 24 * 60 * 60 * 1000;

function dateMistakes({ created, expires }: ExceptionSource, most: number | null): readonly SettingsFault[] {
  const wrong = Object.entries({ created, expires }).flatMap(([name, text]) =>
    text === rejected || isDay(text)
      ? []
      : [{ path: [name], message: `\`${text}\` is not a date`, hint: 'Write it as YYYY-MM-DD.' }],
  );
  if (wrong.length > 0 || created === rejected || expires === rejected) return wrong;
  const days = (Date.parse(expires) - Date.parse(created)) / day;
  if (days < 0)
    return [{ path: ['expires'], message: `before \`created\` (${created})`, hint: 'Swap the dates, or correct one.' }];
  if (most === null || days <= most) return [];
  const latest = new Date(Date.parse(created) + most * day).toISOString().slice(0, 10);
  return [
    {
      path: ['expires'],
      message: `${days} days after \`created\`, more than the limit of ${most}`,
      hint: `The latest date is ${latest}. \`max-exception-days\` sets the limit.`,
    },
  ];
}
