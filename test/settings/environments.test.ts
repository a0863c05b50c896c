/** One plan, several places: what the settings say of each. */
import { describe, expect, it } from 'vitest';
import type { ShortChange } from '../../src/source/policy-test.ts';
import { blamed, type Given, judge } from '../settings.ts';

const replaced: readonly ShortChange[] = [
  { address: 'aws_db_instance.main', action: 'replace', before: { deletion_protection: false } },
];

describe('environments', () => {
  const settings = {
    environments: [
      { name: 'production', workspaces: ['prod', 'prod-*'], directories: ['live/prod'], addresses: ['module.prod.**'] },
      { name: 'sandbox', workspaces: ['*'], variables: { stage: 'sand*', tier: 3 }, enforcement: 'advisory' },
    ],
  };

  it('the same plan passes in a sandbox and fails in production', async () => {
    const sandbox = await judge({ changes: replaced, settings, place: { workspace: 'alice' } });
    const production = await judge({ changes: replaced, settings, place: { workspace: 'prod-eu' } });
    expect([sandbox.verdict, production.verdict]).toEqual(['pass', 'fail']);
    expect(sandbox.settings?.environment).toBe('sandbox');
    expect(production.settings?.environment).toBe('production');
    // Nothing is hidden where it is only shown.
    expect(sandbox.findings.map(({ policy }) => policy)).toEqual(
      expect.arrayContaining(production.findings.map(({ policy }) => policy)),
    );
  });

  it.each<[string, Given, string | null]>([
    ['by workspace', { place: { workspace: 'prod' } }, 'production'],
    ['by directory, and what lies below it', { place: { directory: 'live/prod/eu' } }, 'production'],
    ['not by a directory that only starts alike', { place: { directory: 'live/production' } }, null],
    ['by address', { changes: [{ address: 'module.prod.aws_instance.a', action: 'no-op' }] }, 'production'],
    ['by variable', { plan: { variables: { stage: { value: 'sandbox-7' } } } }, 'sandbox'],
    ['by a number', { plan: { variables: { tier: { value: 3 } } } }, 'sandbox'],
    [
      'by the default of a variable',
      { plan: { configuration: { root_module: { variables: { stage: { default: 'sandbox' } } } } } },
      'sandbox',
    ],
    [
      'never by a sensitive variable',
      {
        plan: {
          variables: { stage: { value: 'sandbox' } },
          configuration: { root_module: { variables: { stage: { sensitive: true } } } },
        },
      },
      null,
    ],
    [
      'the first that matches',
      { place: { workspace: 'prod' }, plan: { variables: { tier: { value: 3 } } } },
      'production',
    ],
    ['the named one, whatever matches', { place: { workspace: 'prod' }, flags: { environment: 'sandbox' } }, 'sandbox'],
    ['none', {}, null],
  ])('%s', async (_, given, expected) => {
    expect((await judge({ ...given, settings })).settings?.environment).toBe(expected);
  });

  it('advisory lowers what is soft, and nothing that is hard', async () => {
    const given = { changes: replaced, plan: { errored: true }, settings: { enforcement: 'advisory' } };
    const { verdict, findings } = await judge(given);
    expect(verdict).toBe('fail');
    expect(findings.filter(({ enforcement }) => enforcement !== 'advisory').map(({ policy }) => policy)).toEqual([
      'plan-errored',
    ]);
  });

  it.each(['plan-errored', 'unknown-action', 'unknown-output-action'])(
    'nothing takes %s out of force',
    async (policy) => {
      const given = { changes: replaced, plan: { errored: true } };
      const fault = `settings cannot switch off or lower \`${policy}\``;
      for (const wanted of [
        { off: { reason: 'noise' } },
        { enforcement: 'advisory' },
        { enforcement: 'soft-mandatory' },
      ]) {
        const policies = { [policy]: wanted };
        await expect(judge({ ...given, settings: { policies } })).rejects.toThrow(fault);
        const environments = [{ name: 'production', workspaces: ['prod'], policies }];
        await expect(judge({ ...given, settings: { environments } })).rejects.toThrow(fault);
      }
      const { findings } = await judge({
        ...given,
        settings: { policies: { [policy]: { enforcement: 'hard-mandatory' } } },
      });
      expect(findings.map((finding) => finding.policy)).toContain('plan-errored');
    },
  );

  it('one policy can be enforced while the others are tried', async () => {
    const trial = { enforcement: 'advisory', policies: { 'no-stateful-destroy': { enforcement: 'soft-mandatory' } } };
    const { findings, approvals } = await judge({ changes: replaced, settings: trial });
    expect(findings.filter(({ enforcement }) => enforcement !== 'advisory').map(({ policy }) => policy)).toEqual([
      'no-stateful-destroy',
    ]);
    expect(approvals.required).toBe(2);
    const all = { ...trial, environments: [{ name: 'production', workspaces: ['prod'], enforcement: 'mandatory' }] };
    const production = await judge({ changes: replaced, settings: all, place: { workspace: 'prod' } });
    expect(blamed(production, 'deletion-protection-missing')).toEqual(['aws_db_instance.main']);
  });

  it('what is said for an environment goes before what is said for all', async () => {
    const both = {
      policies: { 'no-stateful-destroy': { approvals: 3 } },
      environments: [
        { name: 'production', workspaces: ['prod'], policies: { 'no-stateful-destroy': { approvals: 4 } } },
        { name: 'test', workspaces: ['test'], policies: { 'no-stateful-destroy': { enforcement: 'advisory' } } },
        { name: 'strict', workspaces: ['strict'], approvals: { minimum: 5 } },
      ],
    };
    const required = async (workspace: string) =>
      (await judge({ changes: replaced, settings: both, place: { workspace } })).findings.find(
        ({ policy }) => policy === 'no-stateful-destroy',
      );
    expect(await required('any')).toMatchObject({ approvals: 3, enforcement: 'soft-mandatory' });
    expect(await required('prod')).toMatchObject({ approvals: 4 });
    expect(await required('test')).toMatchObject({ approvals: 0, enforcement: 'advisory' });
    expect(await required('strict')).toMatchObject({ approvals: 5 });
  });

  it('a policy that is off looks at nothing, and the report says why', async () => {
    const off = { policies: { 'no-stateful-destroy': { off: { reason: 'a test account' } } } };
    const { policies, findings } = await judge({ changes: replaced, settings: off });
    expect(findings.map(({ policy }) => policy)).not.toContain('no-stateful-destroy');
    expect(policies.find(({ id }) => id === 'no-stateful-destroy')).toMatchObject({ looked: 0, off: 'a test account' });
  });
});

describe('limits', () => {
  const gone = { changes: [{ address: 'aws_instance.a', action: 'delete' }] } as const;

  it('flags set them without any file', async () => {
    const report = await judge({ ...gone, flags: { maxDestroy: 0, allow: ['create', 'update'] } });
    expect(blamed(report, 'destroy-limit')).toEqual(['limit']);
    expect(blamed(report, 'allowed-actions')).toEqual(['aws_instance.a']);
    expect(report.settings).toMatchObject({ environment: null, scope: [] });
  });

  it('a flag tightens what the file says, and never loosens it', async () => {
    const settings = { limits: { destroys: 0, actions: ['create'] } };
    const report = await judge({ ...gone, settings, flags: { maxDestroy: 9, allow: ['create', 'delete'] } });
    expect(blamed(report, 'destroy-limit')).toEqual(['limit']);
    expect(blamed(report, 'allowed-actions')).toEqual(['aws_instance.a']);
  });

  it('those of all and of the environment both hold', async () => {
    const settings = {
      limits: { destroys: 5, share: 0.1 },
      environments: [{ name: 'production', workspaces: ['prod'], limits: { destroys: 0 } }],
    };
    const report = await judge({ ...gone, settings, place: { workspace: 'prod' } });
    expect(blamed(report, 'destroy-limit')).toEqual(['limit']);
    expect(blamed(report, 'share-limit')).toEqual(['limit']);
  });
});

it('without settings nothing is said of them, and nothing limits', async () => {
  const report = await judge({ changes: [{ address: 'aws_instance.a', action: 'update' }] });
  expect(report).not.toHaveProperty('settings');
  expect(report.exceptions).toEqual([]);
  expect(report.verdict).toBe('pass');
  const idle = ['out-of-scope', 'action-out-of-scope', 'two-owners', 'destroy-limit', 'allowed-actions'];
  for (const id of idle) expect(report.policies.find((policy) => policy.id === id)).toMatchObject({ looked: 0 });
});

describe('limits of what AI assisted', () => {
  const limitsOf = (destroys: number) => ({ 'ai-assisted': { limits: { destroys } } });
  const agent = { author: 'ann', labels: ['ai-assisted'] };
  const three = [1, 2, 3].map((n): ShortChange => ({ address: `aws_lambda_function.f${n}`, action: 'delete' }));
  const messages = async (
    settings: Readonly<Record<string, unknown>>,
    actor: { author: string; labels?: string[] },
  ) => {
    const { findings } = await judge({ changes: three, settings, actor });
    return findings.filter(({ policy }) => policy === 'destroy-limit').map(({ message }) => message);
  };

  it('hold for such a change alone', async () => {
    const settings = { approvals: limitsOf(2) };
    expect(await messages(settings, { author: 'ann' })).toEqual([]);
    expect(await messages(settings, agent)).toEqual([expect.stringContaining('2')]);
  });

  it('never loosen those of all changes, and those of an environment are added', async () => {
    expect(await messages({ limits: { destroys: 1 }, approvals: limitsOf(5) }, agent)).toHaveLength(1);
    const environments = [{ name: 'any', addresses: ['**'], approvals: limitsOf(0) }];
    expect(await messages({ environments, approvals: limitsOf(5) }, agent)).toHaveLength(1);
    expect(await messages({ environments, approvals: limitsOf(5) }, { author: 'ann' })).toEqual([]);
  });
});
