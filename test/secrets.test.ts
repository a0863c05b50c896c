/** No listed secret in any format, plain or encoded; and planted ones in every corner of a plan. */
import { describe, expect, it } from 'vitest';
import { formats } from '../src/report/render.ts';
import { judgeScenario, scenarios } from './scenarios.ts';
import { judge } from './settings.ts';

const options = { width: 100, colour: false, explainPass: true };
const forms = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

describe.each(scenarios.filter(({ secrets }) => secrets.length > 0))('$name', (scenario) => {
  it.each(Object.entries(formats))('prints no secret as %s', async (_, render) => {
    const printed = render(await judgeScenario(scenario), options);
    for (const secret of scenario.secrets) for (const form of forms(secret)) expect(printed).not.toContain(form);
  });
});

it('has scenarios with secrets', () => {
  expect(scenarios.filter(({ secrets }) => secrets.length > 0).length).toBeGreaterThan(10);
});

describe('a secret in a name', () => {
  const secret = 'pl4nted-s3cret';
  const plan = {
    variables: { tenant: { value: secret }, engine: { value: 'postgres' }, port: { value: '0.0.0.0/0' } },
    configuration: {
      root_module: {
        variables: { tenant: { sensitive: true }, engine: { sensitive: true }, port: { sensitive: true } },
      },
    },
    checks: [{ address: { kind: 'resource', to_display: `aws_instance.a["${secret}"]` }, status: 'fail' }],
  };
  const changes = [
    {
      address: `module.tenants["${secret}"].postgresql_database.main`,
      action: 'replace' as const,
      replace_paths: [['name']],
    },
    { address: `aws_db_instance.main["x-${secret}"]`, action: 'delete' as const },
    {
      address: 'postgresql_role.main',
      action: 'delete' as const,
      previous_address: `postgresql_role.main["${secret}"]`,
    },
  ];

  it.each(Object.entries(formats))('is not printed as %s', async (_, render) => {
    const printed = render(await judge({ plan, changes }), options);
    for (const form of forms(secret)) expect(printed).not.toContain(form);
  });

  it('goes alone: what is a name in the code stays, and what is said of it', async () => {
    const report = await judge({ plan, changes });
    expect(report.changes.map(({ address }) => address)).toEqual([
      'aws_db_instance.main["x-(sensitive)"]',
      'module.tenants["(sensitive)"].postgresql_database.main',
      'postgresql_role.main',
    ]);
    expect(report.findings.map(({ message }) => message).join()).toContain('aws_instance.a["(sensitive)"]');
    expect(report.blastRadius.direct).toContain('aws_db_instance.main["x-(sensitive)"]');
  });
});
