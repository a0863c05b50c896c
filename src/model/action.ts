/** What happens to an object, from the action list of the plan. */

/** The effect of a change on an object; `unknown` for an action list that no version writes. */
export type Action =
  | 'no-op'
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'replace'
  | 'forget'
  | 'create+forget'
  | 'forget+create'
  | 'unknown';
/** Order of the two steps of a replacement. */
export type Order = 'delete-first' | 'create-first';

const lists: Readonly<Record<string, { readonly action: Action; readonly order?: Order }>> = {
  'no-op': { action: 'no-op' },
  create: { action: 'create' },
  read: { action: 'read' },
  update: { action: 'update' },
  delete: { action: 'delete' },
  forget: { action: 'forget' },
  'delete,create': { action: 'replace', order: 'delete-first' },
  'create,delete': { action: 'replace', order: 'create-first' },
  'create,forget': { action: 'create+forget' },
  'forget,create': { action: 'forget+create' },
};

/**
 * Returns the action of a list. An undocumented list is `unknown`. Source: `internal/command/jsonplan` of Terraform
 * and OpenTofu.
 */
export function toAction(actions: readonly string[]): { readonly action: Action; readonly order?: Order } {
  const key = actions.join(',');
  return Object.hasOwn(lists, key) ? (lists[key] ?? { action: 'unknown' }) : { action: 'unknown' };
}

/**
 * Reasons in words. Source: `internal/plans/action.go` of Terraform and OpenTofu, which calls the set open and meant
 * for display.
 */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: 'the object is tainted',
  replace_because_cannot_update: 'the provider cannot update it in place',
  replace_by_request: 'replacement was requested (-replace)',
  replace_by_triggers: 'something in its replace_triggered_by changes',
  delete_because_no_resource_config: 'its block was removed from the configuration',
  delete_because_no_module: 'its module call was removed from the configuration',
  delete_because_wrong_repetition: 'count or for_each was added or removed',
  delete_because_count_index: 'its count index is out of range',
  delete_because_each_key: 'its for_each key was removed',
  delete_because_no_move_target: 'the target of its moved block is not in the configuration',
  delete_because_enabled_false: '`enabled` is false',
  forgot_because_lifecycle_destroy_in_state: '`destroy = false` is set in the state',
  forgot_because_lifecycle_destroy_in_config: '`destroy = false` is set in the configuration',
  read_because_config_unknown: 'its configuration is known only after apply',
  read_because_dependency_pending: 'something that it depends on changes',
  read_because_check_nested: 'a check block reads it',
};

/** Returns a reason in words. An unlisted one is shown with blanks instead of underscores. */
export function reasonInWords(reason: string): string {
  return Object.hasOwn(reasons, reason) ? (reasons[reason] ?? reason) : reason.replaceAll('_', ' ');
}
