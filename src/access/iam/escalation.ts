/** Known combinations of AWS permissions that lead to full administrator access. */
import type { PrivilegesSource } from '../../source/tables.ts';
import { isDenied, isNarrowed, isOnEverything, matchesPattern, namesAction, type Statement } from './policy.ts';

/** Returns the escalation paths that the statements allow, e.g. `iam:PassRole with ec2:RunInstances`. */
export function escalationPaths(
  statements: readonly Statement[],
  { escalations, withPassRole }: Pick<PrivilegesSource['aws'], 'escalations' | 'withPassRole'>,
): readonly string[] {
  const allowed = statements.filter((each) => each.allows && !isNarrowed(each));
  // Statements that already allow everything are reported as administrator access instead.
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
  const alone = escalations.filter((action) => can(action).some(isOnEverything));
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

/** A condition on `iam:PassedToService` allows the path only for the services that it names. */
function isPassedTo(statement: Statement, action: string): boolean {
  const limits = statement.conditions.filter(({ key }) => key === 'iam:passedtoservice');
  const service = action.slice(0, action.indexOf(':')).replace('bedrock-agentcore', 'bedrock');
  return limits.every(({ values }) =>
    values.some((value) => matchesPattern(value, `${service}.amazonaws.com`) || value.includes(service)),
  );
}
