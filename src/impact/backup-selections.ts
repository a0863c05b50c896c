/** Backup selections, which name what they back up by its ARN, by a tag, or as everything. */
import type { Change } from '../model/change.ts';
import { child } from '../model/values.ts';
import { groupBy } from '../text/group-by.ts';

/** The selections, by object, that cover it before the plan. */
export function toSelections(backups: readonly Change[]): (store: Change) => readonly Change[] {
  const byTerm = groupBy(backups, termsOf);
  return (store) => (byTerm.size === 0 ? [] : namesOf(store).flatMap((name) => byTerm.get(name) ?? []));
}

/** `["arn"]`, `["*"]`, and tags as `["name","value"]`. */
function termsOf(backup: Change): readonly string[] {
  const { before } = backup.values;
  const resources = child(before, 'resources');
  const tags = child(before, 'selection_tag');
  return [
    ...(Array.isArray(resources) ? resources.flatMap((each) => toTerm(each)) : []),
    ...(Array.isArray(tags) ? tags.flatMap((tag) => toTerm(child(tag, 'key'), child(tag, 'value'))) : []),
  ];
}

function namesOf(store: Change): readonly string[] {
  const { before } = store.values;
  const arn = child(before, 'arn');
  const tags = child(before, 'tags_all') ?? child(before, 'tags');
  const pairs = typeof tags === 'object' && tags !== null ? Object.entries(tags) : [];
  return [
    ...(typeof arn === 'string' ? [...toTerm(arn), ...toTerm('*')] : []),
    ...pairs.flatMap(([name, value]) => toTerm(name, value)),
  ];
}

function toTerm(...parts: readonly unknown[]): readonly string[] {
  return parts.every((part) => typeof part === 'string') ? [JSON.stringify(parts)] : [];
}
