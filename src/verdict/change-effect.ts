/** What a change does: the part of a reported change that is compared between two plans. */
import type { Change } from '../model/change.ts';
import type { Secrets } from '../secrecy/secrets.ts';
import { toAttributes } from '../secrecy/shown-attributes.ts';
import type { ReportedChange } from './report.ts';

/** The compared part of a reported change. */
export type ChangeEffect = Pick<
  ReportedChange,
  'address' | 'deposed' | 'action' | 'order' | 'previousAddress' | 'importing' | 'attributes'
>;

/** Returns the effect of a change. Attributes have only values that may be shown; names can still contain secrets. */
export function changeEffect(change: Change, secrets: Secrets): ChangeEffect {
  return {
    address: change.address,
    ...(change.deposed === null ? {} : { deposed: change.deposed }),
    action: change.action,
    ...(change.order === null ? {} : { order: change.order }),
    ...(change.previousAddress === null ? {} : { previousAddress: change.previousAddress }),
    ...(change.importing ? { importing: true } : {}),
    attributes: toAttributes(change, secrets),
  };
}
