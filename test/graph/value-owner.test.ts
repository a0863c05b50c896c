import { expect, it } from 'vitest';
import { measureBlastRadius } from '../../src/graph/blast-radius.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { toPlan } from '../../src/model/plan.ts';
import { PlanIndex } from '../../src/model/plan-index.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);
const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3';

/** Addresses that depend on what is deleted. */
function dependentsWhere(deleted: readonly string[]): readonly string[] {
  const values = {
    'aws_secretsmanager_secret.db': { id: arn, arn, name: 'db' },
    'aws_secretsmanager_secret_version.db': { id: `${arn}|v1`, arn, secret_id: arn },
    'aws_ecs_task_definition.app': { id: 'app', container_definitions: JSON.stringify([{ valueFrom: arn }]) },
  };
  const resource_changes = Object.entries(values).map(([address, before]) => {
    const isDeleted = deleted.includes(address);
    const [type, name] = address.split('.');
    const change = { actions: [isDeleted ? 'delete' : 'no-op'], before, after: isDeleted ? null : before };
    return { address, mode: 'managed', type, name, change };
  });
  const plan = toPlan(toPlanDocument({ resource_changes }), catalog);
  return measureBlastRadius(new PlanIndex(plan), () => false).dependents.map(({ address }) => address);
}

it('an ARN that a version repeats is the one of its secret', () => {
  expect(dependentsWhere(['aws_secretsmanager_secret_version.db'])).toEqual([]);
  expect(dependentsWhere(['aws_secretsmanager_secret.db'])).toContain('aws_ecs_task_definition.app');
});

it('where both go, what uses the ARN depends on the secret', () => {
  const both = ['aws_secretsmanager_secret.db', 'aws_secretsmanager_secret_version.db'];
  expect(dependentsWhere(both)).toContain('aws_ecs_task_definition.app');
});
