import { describe, expect, it } from 'vitest';
import { measureBlastRadius } from '../../src/graph/blast-radius.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { toPlan } from '../../src/model/plan.ts';
import { PlanIndex } from '../../src/model/plan-index.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { toPlanJson } from '../../src/policy-test/to-plan.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);
const changes = [
  { address: 'aws_db_instance.main', action: 'delete' },
  { address: 'random_password.main', action: 'delete' },
  { address: 'aws_sqs_queue.jobs', action: 'delete' },
];

describe('criticality', () => {
  it('is found once for each object, however often it is asked for', () => {
    const plan = toPlan(toPlanDocument(toPlanJson({ name: '', line: 1, expect: {}, changes, plan: {} })), catalog);
    const asked: string[] = [];
    const radius = measureBlastRadius(new PlanIndex(plan), ({ address }) => {
      asked.push(address);
      return address === 'aws_sqs_queue.jobs';
    });
    const twice = [1, 2].map(() => plan.changes.map((change) => radius.criticalityOf(change)));
    expect(twice[0]).toEqual(['stateful', 'disposable', 'critical']);
    expect(twice[1]).toEqual(twice[0]);
    expect(asked.toSorted()).toEqual(plan.changes.map(({ address }) => address).toSorted());
  });
});
