/** Which line a person is sent to, where the block is there, was removed, or lies in somebody else's module. */
import { describe, expect, test } from 'vitest';
import { toSourceLocations, withoutKeys } from '../../../src/model/configuration/source-locations.ts';
import type { Configuration, HclModule, HclResource } from '../../../src/source/plan-and-configuration.ts';

function resource(type: string, name: string, file: string, line?: number): HclResource {
  return {
    mode: 'managed',
    type,
    name,
    file,
    lifecycle: {},
    provisioners: [],
    ...(line === undefined ? {} : { line }),
  };
}

function module(address: string, more: Partial<HclModule>): HclModule {
  return { address, dir: '', backend: null, resources: [], removed: [], moved: [], calls: [], ...more };
}

function configuration(...modules: readonly HclModule[]): Configuration {
  const nothing = { unreadable: [], initialised: null, terragrunt: null, stateFiles: [] };
  return { root: '.', origin: 'directory', modules, ...nothing };
}

const live = configuration(
  module('', {
    resources: [resource('aws_vpc', 'main', 'main.tf', 3), { ...resource('aws_ami', 'x', 'main.tf', 9), mode: 'data' }],
    calls: [
      { name: 'a', source: './a', file: 'calls.tf', line: 1 },
      { name: 'b', source: './a', file: 'calls.tf', line: 5 },
      { name: 'vpc', source: 'terraform-aws-modules/vpc/aws', file: 'calls.tf', line: 9 },
      { name: 'absent', source: 'git::x', file: 'calls.tf', line: 13 },
    ],
    removed: [
      { from: 'aws_db_instance.old', destroy: false, file: 'removed.tf', line: 1 },
      { from: 'module.gone', destroy: false, file: 'removed.tf', line: 8 },
    ],
    others: [{ address: 'output.url', file: 'outputs.tf', line: 2 }],
  }),
  ...['module.a', 'module.b'].map((address) =>
    module(address, {
      resources: [resource('aws_s3_bucket', 'x', 'a/main.tf', 7)],
      calls: [{ name: 'inner', source: './inner', file: 'a/main.tf', line: 20 }],
      others: [{ address: 'action.aws_lambda_invoke.y', file: 'a/actions.tf' }],
    }),
  ),
  module('module.vpc', { resources: [resource('aws_vpc', 'this', '.terraform/modules/vpc/main.tf', 30)] }),
);

const base = configuration(
  module('', {
    resources: [resource('aws_sqs_queue', 'q', 'queue.tf', 4)],
    calls: [{ name: 'called', source: './c', file: 'main.tf', line: 1 }],
  }),
  module('module.called', { resources: [resource('aws_x', 'y', 'c/main.tf', 2)] }),
);

describe('where a subject stands', () => {
  test.each([
    ['aws_vpc.main', 'main.tf', 3],
    ['data.aws_ami.x', 'main.tf', 9],
    ['output.url', 'outputs.tf', 2],
    // Both calls share one file.
    ['module.a.aws_s3_bucket.x', 'a/main.tf', 7],
    ['module.b.aws_s3_bucket.x', 'a/main.tf', 7],
    ['module.a.action.aws_lambda_invoke.y', 'a/actions.tf', undefined],
    // Its block is gone: the nearest call.
    ['module.a.aws_s3_bucket.gone', 'calls.tf', 1],
    ['module.b.module.inner.aws_x.y', 'a/main.tf', 20],
    ['module.b.module.never.aws_x.y', 'calls.tf', 5],
    // Its module is not on this disk, or only as a copy that nobody edits.
    ['module.absent.data.aws_ami.x', 'calls.tf', 13],
    ['module.vpc.aws_vpc.this', 'calls.tf', 9],
    // It was let go.
    ['aws_db_instance.old', 'removed.tf', 1],
    ['module.gone.module.x.aws_x.y', 'removed.tf', 8],
    // It stood there before the change.
    ['aws_sqs_queue.q', 'queue.tf', 4],
    ['module.called.aws_x.y', 'c/main.tf', 2],
  ])('%s: %s:%s', (address, file, line) => {
    expect(toSourceLocations(live, base).locate(address)).toEqual(line === undefined ? { file } : { file, line });
  });

  test.each(['aws_vpc.never', 'output.never', 'module.never.aws_x.y', '', 'module', 'module.a'])(
    '%j: nowhere',
    (address) => {
      expect(toSourceLocations(live, null).locate(address)).toBeUndefined();
    },
  );

  test('nothing is known without a configuration', () => {
    expect(toSourceLocations(null, null).locate('aws_vpc.main')).toBeUndefined();
  });
});

test('keys may hold dots, brackets and escaped quotes', () => {
  expect(withoutKeys('module.a["x.y]"].aws_vpc.b["\\"]"][0]')).toBe('module.a.aws_vpc.b');
});
