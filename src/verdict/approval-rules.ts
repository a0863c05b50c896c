/** The rules of approvals as the settings make them. */
import type { Settings } from '../settings/resolve.ts';
import { type ApprovalRules, defaultApprovalRules } from './approvals.ts';

export function toApprovalRules({ approvals, groups }: Pick<Settings, 'approvals' | 'groups'>): ApprovalRules {
  const { from, aiAssisted } = defaultApprovalRules;
  return { groups, from: approvals.from ?? from, aiAssisted: { ...aiAssisted, ...approvals.aiAssisted } };
}
