import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultText } from '../../../src/errors.ts';
import { readWorkspace } from '../../../src/read/configuration/workspace.ts';
import { findPlans } from '../../../src/read/plan/find-plans.ts';
import { findConfigFile, repositoryPath } from '../../../src/read/settings/find-settings.ts';
import { readConfig } from '../../../src/read/settings/settings-file.ts';
import { noConfig } from '../../../src/source/default-settings.ts';
import type {
  ApprovalSettings,
  Config,
  CriticalSource,
  EnvironmentSource,
  ExceptionSource,
  FreezeSource,
  LimitsSource,
  OwnerSource,
  PolicySettings,
} from '../../../src/source/settings.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'config-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function write(...files: readonly (string | readonly [name: string, text: string])[]): Promise<void> {
  for (const file of files) {
    const [name, text] = typeof file === 'string' ? [file, ''] : file;
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

async function read(text: string) {
  await write(['firebreak.yaml', text]);
  return readConfig({ file: join(dir, 'firebreak.yaml'), shownAs: 'firebreak.yaml' });
}

const everything = `
enforcement: advisory
approvals: { minimum: 2, from: [platform], max-age: 3d, people: 1, break-glass: { group: senior, max-age: 12h }, ai-assisted: { extra-approvals: 2, group: senior, limits: { destroys: 0 } } }
limits: { destroys: 1, replaces: 2, share: 0.5, dependents: 3, score: 40, actions: [create, update] }
policies:
  no-destroy:
    enforcement: soft-mandatory
    approvals: 3
    on-unknown: advise
    parameters: { max: 1 }
    off: { reason: because }
environments:
  - name: production
    workspaces: [prod]
    directories: [live/prod]
    variables: { stage: prod }
    addresses: ['module.prod.**']
    enforcement: mandatory
    approvals: { minimum: 1 }
    limits: { destroys: 0 }
    policies: { drift: { on-unknown: fail } }
owners:
  - { owner: a, addresses: [b.c], modules: [module.a], directories: [d], tags: { t: v }, limits: { share: 0 } }
scope: [a]
critical: { addresses: [b.c], types: [aws_x], tags: { t: 1 } }
policy-folders: [policies]
max-exception-days: 30
exceptions:
  - policy: no-destroy
    address: b.c
    reason: r
    owner: o
    created: 2026-01-01
    expires: 2026-01-31
    environments: [production]
    directories: [d]
groups: { senior: [ann] }
fail-on: soft
`;

/** The compiler demands every key of the type. */
type Keys<T> = { readonly [K in keyof T]-?: true };

const approvals: Keys<ApprovalSettings> = {
  minimum: true,
  from: true,
  maxAge: true,
  people: true,
  breakGlass: true,
  aiAssisted: true,
};
const limits: Keys<LimitsSource> = {
  destroys: true,
  replaces: true,
  share: true,
  dependents: true,
  score: true,
  actions: true,
};
const policy: Keys<PolicySettings> = {
  enforcement: true,
  approvals: true,
  onUnknown: true,
  parameters: true,
  off: true,
};
const rules = { enforcement: true, approvals: true, limits: true, policies: true } as const;
const environment: Keys<EnvironmentSource> = {
  ...rules,
  name: true,
  workspaces: true,
  directories: true,
  variables: true,
  addresses: true,
};
const owner: Keys<OwnerSource> = {
  owner: true,
  addresses: true,
  modules: true,
  directories: true,
  tags: true,
  limits: true,
};
const critical: Keys<CriticalSource> = { addresses: true, types: true, tags: true };
const exception: Keys<ExceptionSource> = {
  policy: true,
  address: true,
  reason: true,
  owner: true,
  created: true,
  expires: true,
  environments: true,
  directories: true,
};
const freeze: Keys<FreezeSource> = {
  from: true,
  to: true,
  timeZone: true,
  reason: true,
  allow: true,
  environments: true,
  directories: true,
};
const config: Keys<Omit<Config, 'file' | 'position'>> = {
  ...rules,
  environments: true,
  owners: true,
  scope: true,
  critical: true,
  extends: true,
  policyFolders: true,
  maxExceptionDays: true,
  failOn: true,
  exceptions: true,
  freezes: true,
  groups: true,
};

interface Definition {
  readonly description?: string;
  readonly $ref?: string;
  readonly additionalProperties?: boolean | Definition;
  readonly properties?: Readonly<Record<string, Definition>>;
}

const schema: Definition & { readonly definitions: Readonly<Record<string, Definition>> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../schemas/config.schema.json'), 'utf8'),
);
const camel = (key: string): string => key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const keysOf = ({ properties = {} }: Definition): readonly string[] => Object.keys(properties).map(camel).toSorted();

describe('the schema', () => {
  const { definitions } = schema;

  it.each(Object.entries({ approvals, limits, policy, environment, owner, exception, freeze, critical }))(
    '%s has the keys of the type',
    (name, keys) => {
      const definition = definitions[name] ?? schema.properties?.[name] ?? {};
      expect(keysOf(definition)).toEqual(Object.keys(keys).toSorted());
      expect(definition.additionalProperties).toBe(false);
    },
  );

  it('has the keys of the settings, and of nothing else', () => {
    expect(keysOf(schema)).toEqual(['$schema', ...Object.keys(config).toSorted()]);
    expect(schema.additionalProperties).toBe(false);
  });

  it('describes every key for editors', () => {
    const missing = [schema, ...Object.values(definitions)].flatMap(({ properties = {} }) =>
      Object.entries(properties).flatMap(([key, { description, $ref }]) =>
        (description ?? definitions[$ref?.split('/').at(-1) ?? '']?.description) || key === '$schema' ? [] : [key],
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe('readConfig', () => {
  it('reads every key', async () => {
    const { config: found, faults } = await read(everything);
    expect(faults).toEqual([]);
    expect(Object.keys(found).toSorted()).toEqual(['file', 'position', ...Object.keys(config)].toSorted());
    expect(found).toMatchObject({
      approvals: {
        minimum: 2,
        from: ['platform'],
        aiAssisted: { extraApprovals: 2, group: 'senior', limits: { destroys: 0 } },
      },
      policies: { 'no-destroy': { onUnknown: 'advise', off: { reason: 'because' } } },
      environments: [{ name: 'production', policies: { drift: { onUnknown: 'fail' } } }],
      policyFolders: ['policies'],
      maxExceptionDays: 30,
      exceptions: [{ created: '2026-01-01' }],
    });
    expect(found.position(['exceptions', 0, 'policy'])).toMatchObject({ line: 29, column: 13 });
  });

  it('takes a file in which everything is commented out for the defaults', async () => {
    const { config: found, faults } = await read('# limits:\n#   destroys: 0\n');
    expect(faults).toEqual([]);
    expect({ ...found, position: null }).toEqual({ ...noConfig, file: 'firebreak.yaml', position: null });
    expect(noConfig.maxExceptionDays).toBe(90);
  });

  it('tells every fault at once, and keeps all that is sound', async () => {
    const { config: found, faults } = await read(
      [
        'enforcment: advisory',
        'limits: { destroy: 0, share: 2 }',
        'environments: [{ workspaces: prod }]',
        'policies: { drift: { off: true } }',
        'exceptions: [{ policy: drift, address: a.b, owner: o, reason: r, created: today, expires: 2026-01-01 }]',
        'scope: [billing]',
      ].join('\n'),
    );
    expect(faults.map(faultText).join('\n')).toBe(
      [
        'firebreak.yaml:1:1: unknown key `enforcment`\n  Did you mean `enforcement`?',
        'firebreak.yaml:2:11: limits: unknown key `destroy`\n  Did you mean `destroys`?',
        'firebreak.yaml:2:23: limits.share: must be at most 1',
        'firebreak.yaml:4:22: policies.drift.off: must be a map\n  Write: off: { reason: "why" }. Reports show the reason.',
        'firebreak.yaml:3:16: environments.0: `name` is missing',
        'firebreak.yaml:3:18: environments.0.workspaces: must be a list',
        'firebreak.yaml:5:66: exceptions.0.created: wrong format\n  Write a date of the calendar as YYYY-MM-DD, for example 2026-11-30.',
      ].join('\n'),
    );
    expect(found.scope).toEqual(['billing']);
    expect(found).toMatchObject({
      policies: { drift: {} },
      environments: [{ name: '' }],
      exceptions: [{ policy: 'drift', address: 'a.b', created: '', expires: '2026-01-01' }],
    });
  });

  it('counts as the file does, whatever is left out', async () => {
    const { config: found, droppedSections: cut } = await read(
      [
        'owners:',
        '  - { owner: a, limits: { score: high }, addresses: [b.c, 7, d.e] }',
        '  - { addresses: [f.g] }',
        '  - { owner: h, colour: red, addresses: [i.j] }',
        'scope: [billing]',
      ].join('\n'),
    );
    expect(found.owners).toEqual([
      { owner: 'a', limits: {}, addresses: ['b.c', 'd.e'] },
      { owner: '', addresses: ['f.g'] },
      { owner: 'h', addresses: ['i.j'] },
    ]);
    expect(found.position(['owners', 0, 'addresses', 1])).toMatchObject({
      line: 2,
      column: 62,
      path: ['owners', 0, 'addresses', 2],
    });
    expect(found.position(['owners', 2, 'addresses', 0])).toMatchObject({
      line: 4,
      path: ['owners', 2, 'addresses', 0],
    });
    expect(found.position(['owners', 2, 'addresses'], 'key')).toMatchObject({ line: 4, column: 30 });
    expect([...(cut ?? [])]).toEqual(['owners']);
  });

  it.each([
    ['- a', 'must be a map'],
    ['a: [', 'invalid YAML'],
    ['a: 1\n---\nb: 2', 'a second document in one file'],
    ['limits: {}\nlimits: {}', '`limits` is set twice'],
  ])('%j', async (text, message) => {
    const { faults } = await read(text);
    expect(faults.map(faultText).join('\n')).toContain(message);
    expect(faults[0]?.file).toBe('firebreak.yaml');
  });

  it('says that a named file is not there', async () => {
    const { faults } = await readConfig({ file: join(dir, 'none.yaml'), shownAs: 'none.yaml' });
    expect(faults.map(faultText)).toEqual([
      'none.yaml: no such file\n  Check the path, and the permissions of the file.',
    ]);
  });
});

describe('findConfigFile', () => {
  const find = (from: string) => findConfigFile({ from: [join(dir, from)], cwd: dir });

  it('finds the nearest one upwards', async () => {
    await write('firebreak.yaml', 'live/firebreak.yml', 'live/prod/main.tf');
    expect((await find('live/prod'))?.shownAs).toBe('live/firebreak.yml');
    await write('live/prod/firebreak.yaml');
    expect((await find('live/prod'))?.shownAs).toBe('live/prod/firebreak.yaml');
    expect((await find('other'))?.shownAs).toBe('firebreak.yaml');
  });

  it('does not leave the repository', async () => {
    await write('firebreak.yaml', 'repo/.git/HEAD', 'repo/live/main.tf');
    expect(await find('repo/live')).toBeNull();
  });

  it('does not choose between two', async () => {
    await write('firebreak.yaml', 'firebreak.yml');
    await expect(find('.')).rejects.toThrow('firebreak.yml exists as well');
  });

  it('takes the named one, wherever it lies', async () => {
    const found = await findConfigFile({ named: 'base/firebreak.yaml', from: [dir], cwd: dir });
    expect(found).toEqual({ file: join(dir, 'base/firebreak.yaml'), shownAs: 'base/firebreak.yaml' });
  });
});

describe('where a root module lies', () => {
  const path = (at: string, config: string | null = null) =>
    repositoryPath({
      dir: join(dir, at),
      config: config === null ? null : { file: join(dir, config), shownAs: config },
      cwd: dir,
    });

  it('counts from the top folder of the repository, else from the settings file, else from here', async () => {
    expect(await path('repo/live/prod')).toBe('repo/live/prod');
    expect(await path('repo/live/prod', 'repo/firebreak.yaml')).toBe('live/prod');
    expect(await path('repo/live/prod', 'elsewhere/firebreak.yaml')).toBe('repo/live/prod');
    await write('repo/.git');
    expect(await path('repo/live/prod', 'repo/live/firebreak.yaml')).toBe('live/prod');
    expect(await path('repo')).toBe('.');
  });
});

describe('readWorkspace', () => {
  const workspace = (env: NodeJS.ProcessEnv = {}) => readWorkspace({ dir, env });

  it('is what the environment says, else the data directory, else not known', async () => {
    expect(await workspace()).toBeNull();
    await write('.terraform/terraform.tfstate');
    expect(await workspace()).toBe('default');
    await write(['.terraform/environment', 'prod\n'], ['data/environment', 'stage']);
    expect(await workspace()).toBe('prod');
    expect(await workspace({ TF_DATA_DIR: 'data' })).toBe('stage');
    expect(await workspace({ TF_WORKSPACE: 'test' })).toBe('test');
    expect(await readWorkspace({ dir: null, env: {} })).toBeNull();
  });
});

describe('findPlans', () => {
  const find = (paths: readonly string[], globs: readonly string[] = []) => findPlans({ paths, globs, cwd: dir });

  it('takes files as they are named, and all plans of a folder', async () => {
    await write(
      'b/plan.json',
      'b/tfplan',
      'a/x.tfplan',
      'a/deep/prod.plan.json',
      'a/.terraform/plan.json',
      'a/other.json',
    );
    expect(await find(['x.json', '-', '.'])).toEqual([
      'x.json',
      '-',
      'a/deep/prod.plan.json',
      'a/x.tfplan',
      'b/plan.json',
    ]);
  });

  it('takes any JSON of a folder that somebody filled with plans', async () => {
    await write('plans/prod.json', 'plans/main.tf.json', 'plans/read.me');
    expect(await find(['plans'])).toEqual(['plans/prod.json']);
  });

  it('finds by pattern, and nothing twice', async () => {
    await write('stacks/b/plan.json', 'stacks/a/prod/plan.json', 'stacks/plan.json', 'stacks/a/other.json');
    const all = ['stacks/a/prod/plan.json', 'stacks/b/plan.json', 'stacks/plan.json'];
    expect(await find([], ['stacks/**/plan.json'])).toEqual(all);
    expect(await find(['stacks/b/plan.json'], ['stacks/**/plan.json'])).toEqual([all[1], all[0], all[2]]);
    expect(await find([], ['stacks/*/plan.json'])).toEqual([all[1]]);
    expect(await find([], [join(dir, 'stacks/*/*.json')])).toEqual(['stacks/a/other.json', 'stacks/b/plan.json']);
    expect(await find([], ['stacks/plan.json'])).toEqual(['stacks/plan.json']);
  });

  it('says where there is nothing to judge', async () => {
    await write('empty/readme.md');
    await expect(find(['empty'])).rejects.toThrow('no plans in this folder');
    await expect(find([], ['**/plan.json'])).rejects.toThrow('no file matches');
  });
});

describe('YAML that was meant otherwise', () => {
  const faultsOf = async (text: string) => (await read(text)).faults.map(faultText);

  it.each([
    ['a: *', "1:4: `*` starts with a character that is special in YAML\n  Quote it: '*'"],
    ['a: [**/prod]', "1:5: `**/prod` starts with a character that is special in YAML\n  Quote it: '**/prod'"],
    ['a: @acme/x', "1:4: `@acme/x` starts with a character that is special in YAML\n  Quote it: '@acme/x'"],
    ['a: 1\na: 2', '2:1: `a` is set twice\n  The first one is in line 1. Keep one.'],
    ['a: b: c', '1:4: invalid YAML: two keys in one line\n  Quote a text that contains `: `.'],
    ['a:\n\tb: 1', '2:1: invalid YAML: indented with a tab\n  Indent with spaces.'],
  ])('%j', async (text, fault) => {
    expect(await faultsOf(text)).toContain(`firebreak.yaml:${fault}`);
  });

  it('hides no other fault', async () => {
    const faults = await faultsOf('environments: [{ name: a, workspaces: [*] }]\nlimits: { destroys: -1 }\n');
    expect(faults).toEqual([expect.stringContaining('Quote it'), expect.stringContaining('must be at least 0')]);
  });
});
