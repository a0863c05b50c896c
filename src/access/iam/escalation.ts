/** Known ways from some AWS permissions to all of them: data, and whether a set of statements opens one. */
import { covers, isDenied, isNarrowed, isOnEverything, namesAction, type Statement } from './policy.ts';

/**
 * Each alone is enough on every resource of its kind. Sources: Rhino Security Labs, "AWS IAM privilege escalation";
 * Bishop Fox, "Privilege escalation in AWS"; PMapper; pathfinding.cloud.
 */
const single: readonly string[] = [
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:AddUserToGroup',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:AttachUserPolicy',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:PutUserPolicy',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'sts:AssumeRole',
  'lambda:UpdateFunctionCode',
  'glue:UpdateDevEndpoint',
  'ssm:SendCommand',
  'sso:CreateAccountAssignment',
  'sso:AttachManagedPolicyToPermissionSet',
  'sso:PutInlinePolicyToPermissionSet',
];

/** With `iam:PassRole` on every role: something that runs as a role of one's choice. Sources as above. */
const withPassRole: readonly (readonly string[])[] = [
  ['ec2:RunInstances'],
  ['ec2:RequestSpotInstances'],
  ['lambda:CreateFunction'],
  ['lambda:UpdateFunctionConfiguration'],
  ['ecs:RegisterTaskDefinition', 'ecs:RunTask'],
  ['ecs:RegisterTaskDefinition', 'ecs:StartTask'],
  ['ecs:RegisterTaskDefinition', 'ecs:CreateService'],
  ['ecs:RegisterTaskDefinition', 'ecs:UpdateService'],
  ['cloudformation:CreateStack'],
  ['cloudformation:UpdateStack'],
  ['cloudformation:CreateStackSet'],
  ['codebuild:CreateProject'],
  ['codebuild:UpdateProject'],
  ['glue:CreateDevEndpoint'],
  ['glue:CreateJob'],
  ['glue:UpdateJob'],
  ['sagemaker:CreateNotebookInstance'],
  ['sagemaker:CreateTrainingJob'],
  ['sagemaker:CreateProcessingJob'],
  ['datapipeline:CreatePipeline'],
  ['apprunner:CreateService'],
  ['states:CreateStateMachine'],
  ['autoscaling:CreateLaunchConfiguration'],
  ['bedrock-agentcore:CreateCodeInterpreter'],
];

/** The paths that the statements open, in words, e.g. `iam:PassRole with ec2:RunInstances`. */
export function escalationPaths(statements: readonly Statement[]): readonly string[] {
  const allowed = statements.filter((each) => each.allows && !isNarrowed(each));
  // Whoever may do everything has nothing to escalate to: that is an administrator's grant.
  if (
    allowed.some(
      (each) => isOnEverything(each) && (each.actions ?? ['*']).some((action) => /^(?:\*|\*:\*|iam:\*)$/.test(action)),
    )
  )
    return [];
  const can = (action: string): readonly Statement[] => {
    const name = action.toLowerCase();
    return isDenied(statements, name) ? [] : allowed.filter((each) => namesAction(each, name));
  };
  const alone = single.filter((action) => can(action).some(isOnEverything));
  const passes = can('iam:PassRole').filter(isOnEverything);
  const passed = withPassRole.filter(
    (actions) =>
      actions.every((action) => can(action).length > 0) && passes.some((each) => isPassedTo(each, actions[0] ?? '')),
  );
  return [
    ...alone.map((action) => `${action} on \`*\``),
    ...passed.map((actions) => `iam:PassRole with ${actions.join(' and ')}`),
  ];
}

/** A condition on `iam:PassedToService` leaves the path open for the services that it names. */
function isPassedTo(statement: Statement, action: string): boolean {
  const limits = statement.conditions.filter(({ key }) => key === 'iam:passedtoservice');
  const service = action.slice(0, action.indexOf(':')).replace('bedrock-agentcore', 'bedrock');
  return limits.every(({ values }) =>
    values.some((value) => covers(value, `${service}.amazonaws.com`) || value.includes(service)),
  );
}
