import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeWith } from '../../src/app/judge-test-case.ts';
import { faultText, PolicyError } from '../../src/errors.ts';
import { runPolicyTest } from '../../src/policy-test/run.ts';
import { toPlanJson } from '../../src/policy-test/to-plan.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { readPolicyTests } from '../../src/read/settings/policy-tests.ts';

const judge = judgeWith(readBuiltinPolicies().policies);

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tests-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function run(text: string): Promise<readonly string[]> {
  await writeFile(join(dir, 'no-destroy.test.yaml'), text);
  const [test] = await readPolicyTests([dir]);
  const results = test ? await runPolicyTest(test, judge) : [];
  return results.flatMap(({ name, line, failures }) => failures.map((failure) => `${line} ${name}: ${failure}`));
}

describe('a case that is not as expected', () => {
  it('says what was found and what was not', async () => {
    const text = `cases:
  - name: all wrong
    changes:
      - { address: aws_subnet.a, action: delete }
      - { address: null_resource.b, action: delete }
    expect: { violated: [aws_subnet.z, null_resource.b], unknown: [aws_subnet.u], held: [aws_subnet.a] }
`;
    expect(await run(text)).toEqual([
      '2 all wrong: aws_subnet.z should be violated, but is not',
      '2 all wrong: aws_subnet.a should not be violated, but is',
      '2 all wrong: aws_subnet.u should be unknown, but is not',
      '2 all wrong: null_resource.b should not be advisory, but is',
      '2 all wrong: aws_subnet.a should be found, but is not',
    ]);
  });

  it('may be one address that stands there twice', async () => {
    const text = `cases:
  - name: two leftovers
    changes:
      - { address: aws_subnet.a, action: delete, deposed: a }
      - { address: aws_subnet.a, action: delete, deposed: b }
    expect: { violated: [aws_subnet.a], advisory: [aws_subnet.a, aws_subnet.a] }
`;
    expect(await run(text)).toEqual(['2 two leftovers: aws_subnet.a should not be violated, but is']);
  });
});

it('faults of a test file are told with their places', async () => {
  const text = `cases:
  - name: one
    chnages: []
    expect: { violeted: [a] }
  - name: two
    changes: [{ address: a.b, action: destroy }]
    expect: {}
`;
  const error = await run(text).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PolicyError);
  const told = error instanceof PolicyError ? error.faults.map(faultText).join('\n').replaceAll(`${dir}/`, '') : '';
  expect(told).toContain('no-destroy.test.yaml:3:5: cases.0: unknown key `chnages`\n  Did you mean `changes`?');
  expect(told).toContain('cases.0.expect: unknown key `violeted`\n  Did you mean `violated`?');
  expect(told).toContain('cases.1.changes.0.action: must be one of no-op, create');
});

it('a fixture that is not there is a fault', async () => {
  await expect(run('cases:\n  - name: one\n    fixture: gone\n    expect: {}\n')).rejects.toThrow(
    'no-destroy.test.yaml:2: there is no plan in the fixture `gone`',
  );
});

describe('the short form', () => {
  it('becomes a plan as Terraform writes it', () => {
    const plan = toPlanJson({
      name: 'x',
      line: 1,
      expect: {},
      changes: [
        {
          address: 'module.a["x.y"].aws_instance.b["k"]',
          action: 'replace',
          before: { a: 1 },
          depends_on: ['aws_subnet.c'],
        },
        { address: 'google_project.new', action: 'create', after: { b: 2 }, count: 2 },
      ],
      plan: { complete: null, terraform_version: '1.12.0' },
    });
    expect(plan).not.toHaveProperty('complete');
    expect(plan).toMatchObject({
      format_version: '1.2',
      terraform_version: '1.12.0',
      errored: false,
      resource_changes: [
        {
          address: 'module.a["x.y"].aws_instance.b["k"]',
          module_address: 'module.a["x.y"]',
          mode: 'managed',
          type: 'aws_instance',
          name: 'b',
          index: 'k',
          provider_name: 'registry.terraform.io/hashicorp/aws',
          change: { actions: ['delete', 'create'], before: { a: 1 }, after: { a: 1 }, after_unknown: {} },
        },
        { address: 'google_project.new[0]', index: 0, change: { actions: ['create'], before: null, after: { b: 2 } } },
        { address: 'google_project.new[1]', index: 1 },
      ],
      prior_state: {
        values: {
          root_module: {
            child_modules: [{ address: 'module.a["x.y"]', resources: [{ depends_on: ['aws_subnet.c'] }] }],
          },
        },
      },
    });
  });
});
