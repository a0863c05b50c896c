/** Why a plan destroys an object: from the reason that Terraform gives, and from what the plan creates elsewhere. */
import type { Change } from '../model/change.ts';
import type { PlanMode } from '../model/plan.ts';
import { isMarkedAt } from '../model/values.ts';

/**
 * `rename`: created again at another address without a `moved` block. `index-shift`: a neighbour of the same `count`
 * takes over its attributes, or it takes over those of a neighbour. `attribute`: an attribute cannot be updated in
 * place. `dependency`: so it is, but the new value follows from another change of the plan. `block-removed`: its block or a module call around it is not in the configuration. `instance-removed`: the
 * block is, but its `count` or `for_each` no longer has this instance.
 */
export type DestroyCause =
  | 'deposed'
  | 'rename'
  | 'index-shift'
  | 'tainted'
  | 'requested'
  | 'triggered'
  | 'attribute'
  | 'dependency'
  | 'destroy-plan'
  | 'instance-removed'
  | 'block-removed';

/** Source: `internal/plans/action.go` of Terraform and OpenTofu. */
const byReason: Readonly<Record<string, DestroyCause>> = {
  replace_because_tainted: 'tainted',
  replace_by_request: 'requested',
  replace_by_triggers: 'triggered',
  delete_because_no_resource_config: 'block-removed',
  delete_because_no_module: 'block-removed',
  delete_because_no_move_target: 'block-removed',
  delete_because_wrong_repetition: 'instance-removed',
  delete_because_count_index: 'instance-removed',
  delete_because_each_key: 'instance-removed',
  delete_because_enabled_false: 'instance-removed',
};

/** What is known of the change beside its own values. */
interface CauseContext {
  readonly mode: PlanMode;
  readonly isRenamed: boolean;
  readonly isShifted: boolean;
  /** Its resource block is still in the configuration. */
  readonly isDeclared: boolean;
}

/** Returns why an object is destroyed; null for a change that destroys nothing. */
export function toDestroyCause(change: Change, context: CauseContext): DestroyCause | null {
  const { action, deposed, forcedBy } = change;
  if (action !== 'delete' && action !== 'replace') return null;
  if (deposed !== null) return 'deposed';
  if (context.isRenamed) return 'rename';
  if (context.isShifted) return 'index-shift';
  const reason = change.values.reason ?? '';
  const stated = Object.hasOwn(byReason, reason) ? byReason[reason] : undefined;
  // Terraform also says that there is no module where only this instance of the module is gone.
  if (stated !== undefined) return stated === 'block-removed' && context.isDeclared ? 'instance-removed' : stated;
  if (action === 'replace' && forcedBy.length === 0) return 'triggered';
  if (action === 'replace') return knownForcedBy(change).length > 0 ? 'attribute' : 'dependency';
  if (context.mode === 'destroy') return 'destroy-plan';
  return context.isDeclared ? 'instance-removed' : 'block-removed';
}

/**
 * Returns the top-level attributes that force the replacement and whose new values are known, sorted. A value that is
 * not known yet follows from another change of the plan.
 */
export function knownForcedBy({ values: { replacePaths, afterUnknown } }: Change): readonly string[] {
  const known = replacePaths.filter((path) => !isMarkedAt(afterUnknown, path));
  return [...new Set(known.map((path) => String(path[0])))].sort();
}

/**
 * Returns the header of the block whose removal deletes the object, as it stood in the code: the outermost module call
 * that is not declared, else the resource block.
 * @param declared addresses without keys of the modules and resources that the configuration still declares
 */
export function removedBlockOf({ parsed, type }: Change, declared: ReadonlySet<string>): string {
  const names = parsed.moduleConfig === '' ? [] : parsed.moduleConfig.split('.');
  for (let end = 2; end <= names.length; end += 2) {
    if (!declared.has(names.slice(0, end).join('.'))) return `module "${names[end - 1]}"`;
  }
  return `resource "${type}" "${parsed.name}"`;
}
