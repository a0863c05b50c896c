/** AWS lists that are exclusive: whoever is not in them is dropped, though the plan shows a mere creation. */
import { type Detection, type Grant, noDetections, type Reader, type Side, textOf, textsOf } from '../grants.ts';

/** Type → the attribute that says what the list is about, and the attributes with its members. */
const lists: Readonly<Record<string, readonly [target: string, ...members: readonly string[]]>> = {
  aws_iam_policy_attachment: ['policy_arn', 'users', 'roles', 'groups'],
  aws_iam_group_membership: ['group', 'users'],
  aws_iam_role_policies_exclusive: ['role_name', 'policy_names'],
  aws_iam_user_policies_exclusive: ['user_name', 'policy_names'],
  aws_iam_group_policies_exclusive: ['group_name', 'policy_names'],
  aws_iam_role_policy_attachments_exclusive: ['role_name', 'policy_arns'],
  aws_iam_user_policy_attachments_exclusive: ['user_name', 'policy_arns'],
  aws_iam_group_policy_attachments_exclusive: ['group_name', 'policy_arns'],
};

export function isExclusive(type: string): boolean {
  return Object.hasOwn(lists, type);
}

export const readExclusive: Reader = (side) => {
  const [targetKey, ...memberKeys] = lists[side.change.type] ?? [];
  const target = targetKey === undefined ? null : textOf(side, targetKey);
  if (target === null || side.index.isCreated(target)) return noDetections;
  const members = memberKeys.flatMap((key) => textsOf(side, key).known);
  return [held(side, target), ...members.map((member) => droppable(target, member))];
};

function held(side: Side, target: string): Detection {
  const isPolicy = side.change.type === 'aws_iam_policy_attachment';
  return {
    kind: 'authoritative',
    keys: [side.change.type],
    holder: target,
    text: [isPolicy ? 'every attachment of ' : 'every other entry of ', target],
  };
}

function droppable(target: string, member: string): Grant {
  return { kind: 'dropped', keys: [member], holder: target, text: [member, ' from ', target] };
}
