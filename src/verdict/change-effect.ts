/** What a change does: the part of a reported change that is compared between two plans. */
import type { Change } from '../model/change.ts';
import type { Mask } from '../secrecy/mask.ts';
import type { Secrets } from '../secrecy/secrets.ts';
import { toAttributes } from '../secrecy/shown-attributes.ts';
import { withLazy } from '../text/lazy-member.ts';
import { maskTexts } from './mask-report.ts';
import type { ReportedChange } from './report.ts';

/** The compared part of a reported change. */
export type ChangeEffect = Pick<
  ReportedChange,
  'address' | 'deposed' | 'action' | 'order' | 'previousAddress' | 'importing' | 'attributes'
>;

/**
 * Returns the effect of a change, with more members if there are any. Attributes have only values that may be shown, are
 * masked, and are computed when something reads them: a report in text lists few. Other texts are not masked yet.
 */
export function changeEffect<More extends object>(
  change: Change,
  { secrets, mask, more }: { readonly secrets: Secrets; readonly mask: Mask; readonly more?: More },
): ChangeEffect & More {
  const effect: Omit<ChangeEffect, 'attributes'> & More = {
    address: change.address,
    ...(change.deposed === null ? {} : { deposed: change.deposed }),
    action: change.action,
    ...(change.order === null ? {} : { order: change.order }),
    ...(change.previousAddress === null ? {} : { previousAddress: change.previousAddress }),
    ...(change.importing ? { importing: true } : {}),
    ...(more as More),
  };
  return withLazy(effect, 'attributes', () => maskTexts(toAttributes(change, secrets), mask));
}
