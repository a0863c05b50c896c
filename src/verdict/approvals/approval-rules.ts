/** Turns the settings about approvals into rules. */
import { toSeconds } from '../../model/durations.ts';
import type { Settings } from '../../settings/resolve.ts';
import { defaultApprovals } from '../../source/default-settings.ts';
import { type ApprovalRules, defaultApprovalRules } from './approval-input.ts';

/** Returns the approval rules of the settings, with defaults for what they leave out. */
export function toApprovalRules({ approvals, groups }: Pick<Settings, 'approvals' | 'groups'>): ApprovalRules {
  const { from, aiAssisted, maxAge, people } = defaultApprovalRules;
  const glass = approvals.breakGlass;
  return {
    groups,
    from: approvals.from ?? from,
    aiAssisted: { ...aiAssisted, ...approvals.aiAssisted },
    maxAge: toSeconds(approvals.maxAge) ?? maxAge,
    people: approvals.people ?? people,
    breakGlass: glass
      ? { group: glass.group, maxAge: toSeconds(glass.maxAge ?? defaultApprovals.breakGlassAge) ?? 0 }
      : null,
  };
}
