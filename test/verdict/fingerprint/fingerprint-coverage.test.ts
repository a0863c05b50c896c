/** A fingerprint covers everything that is judged, and nothing that does not matter. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scenarios } from '../../scenarios.ts';
import { everyFact } from './every-fact.ts';
import { fingerprintOfJson } from './fingerprint-of.ts';
import { fieldAt, type Path, recordReads, withField } from './recorded-reads.ts';

type Json = Readonly<Record<string, unknown>>;

const judge = (json: Json): string => everyFact({ source: { file: 'plan.json', sha256: '', json } });

const fingerprint = (json: Json): string => fingerprintOfJson(json);

const plans = scenarios.map(({ name, plan }): { readonly name: string; readonly size: number; readonly json: Json } => {
  const text = readFileSync(plan, 'utf8');
  return { name, size: text.length, json: JSON.parse(text) };
});

/** When a plan was made, and by which version, is no part of what it does. */
const withoutMeaning = new Set(['timestamp', 'terraform_version', 'format_version']);

/** Below these stand names that somebody gave, and attributes of providers: one is as good as another. */
const open = new Set('before after after_unknown before_sensitive after_sensitive values sensitive_values'.split(' '));
const sides = new Set(['before', 'after']);
const named = new Set('variables outputs output_changes module_calls provider_config expressions'.split(' '));

/** Where in Terraform's JSON: without positions, names and attributes. */
function kindOf(path: Path): string {
  const steps: string[] = [];
  for (const [i, step] of path.entries()) {
    const above = path[i - 1] ?? '';
    steps.push(/^\d+$/.test(step) ? '[]' : named.has(above) ? '*' : step);
    if (open.has(step) && path[0] !== 'configuration' && path[i + 1] !== 'root_module') break;
  }
  return steps.join('.');
}

/**
 * Of each kind of field the first few that are read, in every twelfth plan: from small plans, where judging is quick. The
 * first is changed in every way, the others in one.
 */
const perKind = 2;
const fields = (() => {
  const taken = new Map<string, number>();
  return plans
    .filter((_, i) => i % 12 === 2)
    .toSorted((a, b) => a.size - b.size)
    .map(({ name, json }) => {
      const { recorded, read } = recordReads(json);
      judge(recorded as Json);
      const changes = read().flatMap((path) => {
        const kind = kindOf(path);
        const count = taken.get(kind) ?? 0;
        taken.set(kind, count + 1);
        if (count >= perKind || withoutMeaning.has(kind)) return [];
        const values = mutations(fieldAt(json, path));
        return [{ path, values: count === 0 ? values : values.slice(0, 1) }];
      });
      return { name, json, changes };
    });
})();

function mutations(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [!value, null];
  if (typeof value === 'number') return [value + 1, null];
  if (typeof value === 'string') return [`${value}x`, 'delete', null];
  return [true, 'delete', ['delete']];
}

describe('what is judged and changes a verdict or a finding changes the fingerprint', () => {
  test('the plans read many fields of every part', () => {
    const parts = new Set(fields.flatMap(({ changes }) => changes.map(({ path: [part] }) => part)));
    expect([...parts]).toEqual(
      expect.arrayContaining(['resource_changes', 'configuration', 'prior_state', 'output_changes', 'errored']),
    );
    expect(fields.flatMap(({ changes }) => changes).length).toBeGreaterThan(60);
  });

  test.each(fields.filter(({ changes }) => changes.length > 0))('$name', ({ json, changes }) => {
    const [own, judged] = [fingerprint(json), judge(json)];
    const missed = changes.flatMap(({ path, values }) =>
      values.flatMap((value) => {
        const other = withField(json, path, value);
        return fingerprint(other) === own && judge(other) !== judged
          ? [`${path.join('.')} = ${JSON.stringify(value)}`]
          : [];
      }),
    );
    expect(missed).toEqual([]);
  });
});

describe('a value that is marked sensitive and changes a verdict or a finding changes the fingerprint', () => {
  const masked = ({ resource_changes, ...json }: Json): Json => ({
    ...json,
    resource_changes: (resource_changes as readonly { readonly change: Json }[]).map(({ change, ...entry }) => {
      const mask = Object.fromEntries(
        [change.before, change.after].flatMap((side) => Object.keys(side ?? {})).map((name) => [name, true]),
      );
      return { ...entry, change: { ...change, before_sensitive: mask, after_sensitive: mask } };
    }),
  });
  const judged = new Set('deletion_protection backup_retention_period source_ranges'.split(' '));
  test.each(['aws-11-deletion-protection-off', 'aws-14-backups-weakened', 'google-15-firewall-open-to-world'])(
    '%s',
    (name) => {
      const json = masked(plans.find((plan) => plan.name === name)?.json ?? {});
      const [own, was] = [fingerprint(json), judge(json)];
      const { recorded, read } = recordReads(json);
      judge(recorded as Json);
      // Reading all attributes would take minutes.
      const attributes = new Map(
        read()
          .filter(
            ([part, , , side = '', attribute = '']) =>
              part === 'resource_changes' && sides.has(side) && judged.has(attribute),
          )
          .map((path) => [path.slice(3).join('.'), path]),
      );
      const found = [...attributes.values()].flatMap((path) =>
        mutations(fieldAt(json, path)).flatMap((value) => {
          const other = withField(json, path, value);
          return judge(other) === was ? [] : [{ path, isMissed: fingerprint(other) === own }];
        }),
      );
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter(({ isMissed }) => isMissed)).toEqual([]);
    },
  );
});

describe('one difference in a plan', () => {
  const provisioner = (command: string) => ({
    type: 'local-exec',
    expressions: { command: { constant_value: command } },
  });
  const entry = {
    address: 'terraform_data.a',
    mode: 'managed',
    type: 'terraform_data',
    provider_name: 'terraform.io/builtin/terraform',
    change: { actions: ['delete'], before: { id: '1', input: 'x' }, after: null },
  };
  const action = {
    address: 'action.aws_lambda_invoke.a',
    type: 'aws_lambda_invoke',
    config_values: { function_name: 'notify', payload: '{}' },
    config_sensitive: {},
  };
  const block = { address: 'terraform_data.a', type: 'terraform_data', provisioners: [provisioner('echo bye')] };
  const plan: Json = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    timestamp: '2026-11-04T09:30:00Z',
    resource_changes: [entry],
    action_invocations: [action],
    configuration: { root_module: { resources: [block] } },
  };
  const entryPath = ['resource_changes', '0'];

  test.each<readonly [string, Path, unknown]>([
    [
      'the command of a provisioner',
      ['configuration', 'root_module', 'resources', '0', 'provisioners', '0'],
      provisioner('aws rds delete-db-instance'),
    ],
    ['the function of an action', ['action_invocations', '0', 'config_values', 'function_name'], 'delete-everything'],
    ['the payload of an action', ['action_invocations', '0', 'config_values', 'payload'], '{"delete":true}'],
    ['the type', [...entryPath, 'type'], 'aws_db_instance'],
    ['the mode', [...entryPath, 'mode'], 'data'],
    ['the provider', [...entryPath, 'provider_name'], 'registry.terraform.io/hashicorp/aws'],
  ])('counts: %s', (_, path, value) => {
    expect(fingerprint(withField(plan, path, value))).not.toBe(fingerprint(plan));
  });

  test.each<readonly [string, Path, unknown]>([
    ['the time', ['timestamp'], '2026-11-05T09:30:00Z'],
    ['the version of Terraform', ['terraform_version'], '1.12.0'],
  ])('does not count: %s', (_, path, value) => {
    expect(fingerprint(withField(plan, path, value))).toBe(fingerprint(plan));
  });

  const marked = (policy: string): Json => ({
    format_version: '1.2',
    resource_changes: [
      {
        address: 'aws_iam_role_policy.a',
        mode: 'managed',
        type: 'aws_iam_role_policy',
        name: 'a',
        provider_name: 'registry.terraform.io/hashicorp/aws',
        change: {
          actions: ['create'],
          before: null,
          after: { name: 'a', role: 'r', policy },
          after_sensitive: { policy: true },
        },
      },
    ],
  });
  const allow = (action: string): string =>
    JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

  test('counts: what a policy document grants that is marked sensitive', () => {
    const of = (action: string) => fingerprint(marked(allow(action)));
    expect(of('*')).not.toBe(of('s3:GetObject'));
    expect(of('s3:GetObject')).toBe(of('s3:ListBucket'));
  });

  test('counts: an address range, even if a sensitive variable has the same text', () => {
    const open = (range: string): Json => ({
      format_version: '1.2',
      variables: { range: { value: range } },
      configuration: { root_module: { variables: { range: { sensitive: true } } } },
      resource_changes: [
        {
          address: 'aws_security_group_rule.a',
          mode: 'managed',
          type: 'aws_security_group_rule',
          name: 'a',
          provider_name: 'registry.terraform.io/hashicorp/aws',
          change: {
            actions: ['create'],
            before: null,
            after: { type: 'ingress', protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: [range] },
          },
        },
      ],
    });
    expect(judge(open('0.0.0.0/0'))).not.toBe(judge(open('10.0.0.0/8')));
    expect(fingerprint(open('0.0.0.0/0'))).not.toBe(fingerprint(open('10.0.0.0/8')));
    expect(fingerprint(open('10.1.0.0/16'))).toBe(fingerprint(open('10.2.0.0/16')));
  });

  test('does not count: the order of entries', () => {
    const [first, second] = [entry, { ...entry, address: 'terraform_data.b' }];
    const [one, other] = [
      [first, second],
      [second, first],
    ].map((list) => withField(plan, ['resource_changes'], list));
    expect(fingerprint(one ?? {})).toBe(fingerprint(other ?? plan));
  });
});
