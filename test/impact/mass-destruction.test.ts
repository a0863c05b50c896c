import { expect, it } from 'vitest';
import { measureMassDestruction } from '../../src/impact/mass-destruction.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { toPlan } from '../../src/model/plan.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);

interface Planned {
  readonly address: string;
  readonly actions: readonly string[];
  readonly path?: string;
  readonly isUnknown?: boolean;
}

function measure(planned: readonly Planned[]) {
  const resource_changes = planned.map(({ address, actions, path, isUnknown = false }) => ({
    address,
    mode: 'managed',
    type: address.replace(/^(?:module\.[^.]+\.)*/, '').split('.')[0],
    change: {
      actions,
      before: actions.includes('create') && actions.length === 1 ? null : {},
      after: actions.includes('create') ? {} : null,
      after_unknown: path !== undefined && isUnknown ? { [path]: true } : {},
      replace_paths: path === undefined ? [] : [[path]],
    },
  }));
  return measureMassDestruction(toPlan(toPlanDocument({ resource_changes }), catalog).changes).recreated;
}

const replace = ['delete', 'create'];
const subnets = (module: string, actions: readonly string[], more: Partial<Planned> = {}): readonly Planned[] =>
  [0, 1, 2, 3].map((i) => ({ address: `${module}aws_subnet.private[${i}]`, actions, ...more }));

it('names what forces the replacement of everything, not what follows from it', () => {
  const network = { address: 'aws_vpc.main', actions: replace, path: 'cidr_block' };
  expect(measure([network, ...subnets('', replace, { path: 'vpc_id', isUnknown: true })])).toEqual([
    {
      module: '',
      destroyed: 5,
      created: 5,
      isElsewhere: false,
      causes: [{ address: 'aws_vpc.main', attributes: ['cidr_block'] }],
    },
  ]);
});

it('counts what the module loses, not the rest of the plan and nothing that is disposable', () => {
  const [network, other] = ['old', 'new'].map((name) => `module.${name}.`);
  const changes = [
    { address: `${network}aws_vpc.main`, actions: ['delete'] },
    ...subnets(network ?? '', ['delete']),
    { address: `${network}null_resource.hook`, actions: ['delete'] },
    { address: `${other}aws_vpc.main`, actions: ['create'] },
    ...subnets(other ?? '', ['create']),
    { address: 'aws_instance.other', actions: ['delete'] },
    ...Array.from({ length: 9 }, (_, i) => ({ address: `aws_instance.stays[${i}]`, actions: ['no-op'] })),
  ];
  expect(measure(changes)).toEqual([{ module: 'module.old', destroyed: 5, created: 5, isElsewhere: true, causes: [] }]);
});

it('a tainted object is a cause without an attribute', () => {
  const changes = [
    { address: 'aws_vpc.main', actions: replace },
    ...subnets('', replace, { path: 'vpc_id', isUnknown: true }),
  ];
  expect(measure(changes)[0]?.causes).toEqual([{ address: 'aws_vpc.main', attributes: [] }]);
});
