/** Checks freezes in the settings: their dates, time zones and environments. */
import { windowOf } from '../settings/freezes.ts';
import type { FreezeSource } from '../source/settings.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { isMoment } from '../text/is-moment.ts';
import { isTimeZone, timeZoneNames } from '../text/time-zone.ts';
import { environmentFaults, type KnownNames } from './exception-faults.ts';
import { rejected, type SettingsFault } from './settings-fault.ts';

/** Returns the faults of one freeze, with paths from the freeze. */
export function freezeFaults(
  freeze: FreezeSource,
  { environments }: Pick<KnownNames, 'environments'>,
): readonly SettingsFault[] {
  return [...environmentFaults(freeze.environments ?? [], environments), ...timeFaults(freeze)];
}

function timeFaults(freeze: FreezeSource): readonly SettingsFault[] {
  const { from, to, timeZone } = freeze;
  const wrong = Object.entries({ from, to }).flatMap(([name, text]) =>
    text === rejected || isMoment(text)
      ? []
      : [{ path: [name], message: `\`${text}\` is not a date`, hint: 'Write 2026-12-18 or 2026-12-18T18:00.' }],
  );
  const unknownZone = timeZone !== undefined && !isTimeZone(timeZone);
  if (unknownZone) {
    const hint =
      didYouMean(timeZone, timeZoneNames()) ?? 'Write a name of the IANA database, for example Europe/Berlin.';
    return [...wrong, { path: ['time-zone'], message: `unknown time zone \`${timeZone}\``, hint }];
  }
  if (wrong.length > 0 || from === rejected || to === rejected) return wrong;
  const { begin, end } = windowOf(freeze);
  if (begin < end) return [];
  return [{ path: ['to'], message: `not after \`from\` (${from})`, hint: 'Swap the dates, or correct one.' }];
}
