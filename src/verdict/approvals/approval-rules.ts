/** Turns the settings about approvals into rules. */
import { toSeconds } from '../../model/durations.ts';
import type { Settings } from '../../settings/resolve.ts';
import { type ApprovalRules, defaultApprovalRules } from './approval-input.ts';

/** Seconds for which a broken glass holds, if the settings do not say. */
const breakGlassAge = 24 * 60 * 60;

/** Returns the approval rules of the settings, with defaults for what they leave out. */
export function toApprovalRules({ approvals, groups }: Pick<Settings, 'approvals' | 'groups'>): ApprovalRules {
  const { from, aiAssisted, maxAge, people } = defaultApprovalRules;
  return {
    groups,
    from: approvals.from ?? from,
    aiAssisted: { ...aiAssisted, ...approvals.aiAssisted },
    maxAge: toSeconds(approvals.maxAge) ?? maxAge,
    people: approvals.people ?? people,
    breakGlass: approvals.breakGlass
      ? { group: approvals.breakGlass.group, maxAge: toSeconds(approvals.breakGlass.maxAge) ?? breakGlassAge }
      : null,
  };
}
