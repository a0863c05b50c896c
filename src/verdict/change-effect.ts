/** What a change does: the part of a reported change that is compared with another plan. */
import type { Change } from '../model/change.ts';
import type { Secrets } from '../secrecy/secrets.ts';
import { toAttributes } from '../secrecy/shown-attributes.ts';
import type { ReportedChange } from './report.ts';

export type ChangeEffect = Pick<
  ReportedChange,
  'address' | 'deposed' | 'action' | 'order' | 'previousAddress' | 'importing' | 'attributes'
>;

/** Values that must not be shown are left out of the attributes; names may still hold secrets. */
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
