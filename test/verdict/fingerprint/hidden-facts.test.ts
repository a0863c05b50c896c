/** What is judged of hidden values is part of the fingerprint, and nothing else of them. */
import { describe, expect, it } from 'vitest';
import { toPlanOnlyContext } from '../../../src/facts/plan-only-context.ts';
import { toPlan } from '../../../src/model/plan.ts';
import { PlanIndex } from '../../../src/model/plan-index.ts';
import { toPlanDocument } from '../../../src/model/plan-json.ts';
import type { SavedPlan } from '../../../src/source/plan-and-configuration.ts';
import { type Hidden, hiddenFacts } from '../../../src/verdict/fingerprint/hidden-facts.ts';
import { resourcesWithProvisioners, savedContent } from '../../../src/verdict/fingerprint/saved-content.ts';
import { typed } from '../../judge-options.ts';
import { fingerprintOfJson } from './fingerprint-of.ts';

type Json = Readonly<Record<string, unknown>>;

const policy = (action: string, resource = '*'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] });

const change = (address: string, document: string, more: Json = {}): Json => ({
  address,
  mode: 'managed',
  type: 'aws_iam_policy',
  name: address.slice(-1),
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: {
    actions: ['create'],
    before: null,
    after: { name: 'deploy', policy: document },
    after_unknown: {},
    after_sensitive: { policy: true },
  },
  ...more,
});
const planOf = (document: string): Json => ({
  format_version: '1.2',
  resource_changes: [change('aws_iam_policy.a', document), change('module.m["x"].aws_iam_policy.b', document)],
  resource_drift: [change('aws_iam_policy.a', document)],
  output_changes: { url: { actions: ['create'], before: null, after: 'correct-call-7', after_sensitive: true } },
  action_invocations: [
    {
      address: 'action.cloud_call.a',
      type: 'cloud_call',
      config_values: { command: 'delete correct-horse-7' },
      config_sensitive: { command: true },
      lifecycle_action_trigger: {
        triggering_resource_address: 'aws_iam_policy.a',
        action_trigger_event: 'AfterCreate',
      },
    },
  ],
});

const none: Hidden = { resources: new Set(), actions: new Set(), outputs: new Set() };

function factsOf(json: Json, hidden: Partial<Record<keyof Hidden, readonly string[]>>) {
  const index = new PlanIndex(toPlan(toPlanDocument(json), typed));
  const sets = Object.fromEntries(Object.entries(hidden).map(([kind, names]) => [kind, new Set(names)]));
  const context = toPlanOnlyContext({ index, saved: null, findDestructive: () => null });
  return hiddenFacts({ ...none, ...sets }, context);
}

describe('the fingerprint', () => {
  it('differs where a hidden policy grants something else', () => {
    expect(fingerprintOfJson(planOf(policy('*')))).not.toBe(fingerprintOfJson(planOf(policy('s3:GetObject'))));
  });

  it('is the same where two hidden values are judged alike', () => {
    const [one, other] = ['arn:aws:s3:::one/*', 'arn:aws:s3:::two/*'].map((bucket) => policy('s3:GetObject', bucket));
    expect(fingerprintOfJson(planOf(one ?? ''))).toBe(fingerprintOfJson(planOf(other ?? '')));
  });
});

describe('hiddenFacts', () => {
  const json = planOf(policy('*'));
  const subjects = (facts: ReturnType<typeof factsOf>) =>
    facts.map(([, kind, address, deposed]) => [kind, address, deposed]);

  it('are those of what hides something, and of nothing else', () => {
    expect(factsOf(json, {})).toEqual([]);
    expect(subjects(factsOf(json, { resources: ['aws_iam_policy.a'] }))).toEqual([
      ['change', 'aws_iam_policy.a', null],
      ['drift', 'aws_iam_policy.a', null],
    ]);
    expect(subjects(factsOf(json, { actions: ['action.cloud_call.a'] }))).toEqual([
      ['action', 'action.cloud_call.a', null],
    ]);
    expect(subjects(factsOf(json, { outputs: ['url'] }))).toEqual([['output', 'url', null]]);
  });

  it('finds an instance by its address without keys, and names a deposed object', () => {
    const deposed = {
      ...json,
      resource_changes: [change('module.m["x"].aws_iam_policy.b', policy('*'), { deposed: '00000001' })],
    };
    expect(subjects(factsOf(deposed, { resources: ['module.m.aws_iam_policy.b'] }))).toEqual([
      ['change', 'module.m["x"].aws_iam_policy.b', '00000001'],
    ]);
  });

  it('holds the facts that say something, by name, without values of attributes', () => {
    const [first = []] = factsOf(json, { resources: ['aws_iam_policy.a'] });
    const facts = new Map(first.slice(4) as [string, unknown][]);
    expect(facts.get('address')).toBe('aws_iam_policy.a');
    expect(facts.get('creates')).toBe(true);
    expect(facts.get('adminGrants')).toEqual([expect.stringContaining('*')]);
    expect(
      [...facts.keys()].filter((name) => ['before', 'after', 'deletes', 'deposed', 'risks'].includes(name)),
    ).toEqual([]);
    expect([...facts.values()].some((value) => typeof value === 'bigint')).toBe(false);
    // What only settings or the clock know is unknown in every plan alike.
    expect(facts.get('owner')).toEqual({ unknown: expect.any(String) });
  });

  it('holds no secret, and no word of one', () => {
    const [action = []] = factsOf(json, { actions: ['action.cloud_call.a'] });
    expect(JSON.stringify(action)).not.toMatch(/correct|horse/);
    // `call` is a word of the secret output.
    expect(new Map(action.slice(4) as [string, unknown][]).get('tokens')).toEqual(['cloud', '(sensitive)']);
  });
});

describe('what only a saved plan says', () => {
  const resource = (name: string, provisioners: readonly object[]) => ({
    type: 'null_resource',
    name,
    provisioners,
    line: 3,
  });
  const saved = {
    backend: { kind: 's3' },
    partial: false,
    lineage: 'l',
    configuration: {
      root: 'tfplan',
      modules: [
        { address: '', resources: [resource('a', [{ type: 'local-exec', line: 4 }]), resource('b', [])] },
        { address: 'module.m', resources: [resource('c', [{ type: 'local-exec' }])] },
      ],
    },
  } as unknown as SavedPlan;

  it('names the resources that run something', () => {
    expect([...resourcesWithProvisioners(saved)]).toEqual(['null_resource.a', 'module.m.null_resource.c']);
    expect([...resourcesWithProvisioners({ ...saved, configuration: null })]).toEqual([]);
  });

  it('leaves out the name of the plan and the lines of blocks', () => {
    expect(savedContent(saved)).toEqual({
      backend: { kind: 's3' },
      partial: false,
      configuration: {
        modules: [
          {
            address: '',
            resources: [
              { type: 'null_resource', name: 'a', provisioners: [{ type: 'local-exec' }] },
              { type: 'null_resource', name: 'b', provisioners: [] },
            ],
          },
          {
            address: 'module.m',
            resources: [{ type: 'null_resource', name: 'c', provisioners: [{ type: 'local-exec' }] }],
          },
        ],
      },
    });
    expect(savedContent({ ...saved, configuration: null })).toEqual({
      backend: { kind: 's3' },
      partial: false,
      configuration: {},
    });
  });
});
