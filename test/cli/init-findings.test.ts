/** What `init` reads out of a repository: environments, owners and critical blocks of the settings that it drafts. */
import { describe, expect, it } from 'vitest';
import { findCritical, findEnvironments, findOwners } from '../../src/cli/init-findings.ts';
import type { RepositoryScan } from '../../src/read/settings/scan-repository.ts';
import { stageOf } from '../../src/settings/stages.ts';
import type { Configuration } from '../../src/source/plan-and-configuration.ts';
import { typed } from '../judge-options.ts';

const empty: RepositoryScan = { roots: [], variableFiles: [], workspaces: [], codeowners: null };
const scan = (found: Partial<RepositoryScan>): RepositoryScan => ({ ...empty, ...found });

describe('stages', () => {
  it.each([
    ['prod', 'production'],
    ['prod-eu-1', 'production'],
    ['PROD', 'production'],
    ['live2', 'production'],
    ['pre-prod', 'staging'],
    ['preprod', 'staging'],
    ['uat', 'staging'],
    ['non-prod', 'development'],
    ['dev1', 'development'],
    ['sandbox', 'development'],
    ['product', null],
    ['developer-tools', null],
  ])('%s: %s', (name, stage) => {
    expect(stageOf(name)).toBe(stage);
  });
});

describe('environments', () => {
  it('are the innermost folders that name one, below the top of the repository', () => {
    const roots = ['envs/dev/app', 'envs/dev/db', 'envs/prod', 'shared'];
    expect(findEnvironments(scan({ roots }), 'infra')).toMatchObject([
      { stage: 'production', directories: ['infra/envs/prod'], workspaces: [], variables: {} },
      { stage: 'development', directories: ['infra/envs/dev'] },
    ]);
    expect(findEnvironments(scan({ roots: ['prod'] }), '.')).toMatchObject([{ directories: ['prod'] }]);
    expect(findEnvironments(scan({ roots: ['.'] }), 'live/prod')).toMatchObject([{ directories: ['live/prod'] }]);
  });

  it('are workspaces, and variable files that set no stage themselves', () => {
    const file = (name: string, values = {}) => ({ file: `${name}.tfvars`, name, values });
    const variableFiles = [file('staging'), file('prod', { stage: 'prod' }), file('common')];
    expect(findEnvironments(scan({ workspaces: ['uat', 'default', 'uat'], variableFiles }), '.')).toEqual([
      { stage: 'production', directories: [], workspaces: [], variables: { stage: 'prod' } },
      { stage: 'staging', directories: [], workspaces: ['staging', 'uat'], variables: {} },
    ]);
  });

  it('are none where nothing names one', () => {
    expect(findEnvironments(scan({ roots: ['network'], workspaces: ['default'] }), '.')).toEqual([]);
  });
});

describe('owners', () => {
  const ownersOf = (rules: readonly (readonly [pattern: string, ...owners: string[]])[], top = '.') =>
    findOwners(
      scan({ codeowners: { file: 'CODEOWNERS', rules: rules.map(([pattern, ...owners]) => ({ pattern, owners })) } }),
      top,
    );

  it('come in the reverse order: there the last match counts, here the first', () => {
    const owners = ownersOf([
      ['*', '@all'],
      ['/live/prod/', '@ops', '@second'],
    ]);
    expect(owners).toEqual([
      { owner: '@ops', directories: ['live/prod'] },
      { owner: '@all', directories: ['**'] },
    ]);
  });

  it.each([
    ['network/', '**/network'],
    ['live/prod', 'live/prod'],
    ['/live/**', 'live'],
    ['/live/*', 'live'],
    ['/', '**'],
    ['**', '**'],
  ])('%s is %s', (pattern, glob) => {
    expect(ownersOf([[pattern, '@a']])).toEqual([{ owner: '@a', directories: [glob] }]);
  });

  it.each(['*.tf', '/main.tf', '!live', 'live/[ab]', 'a?'])('%s is no directory', (pattern) => {
    expect(ownersOf([[pattern, '@a']])).toEqual([]);
  });

  it('have a name that the settings accept', () => {
    expect(ownersOf([['/a'], ['/b', 'x'.repeat(201)]])).toEqual([]);
    expect(ownersOf([['/b', 'x'.repeat(200)]])).toHaveLength(1);
  });

  it('lie below the scanned directory', () => {
    expect(
      ownersOf(
        [
          ['/a', '@a'],
          ['*', '@b'],
        ],
        'infra',
      ),
    ).toEqual([
      { owner: '@b', directories: ['**'] },
      { owner: '@a', directories: ['infra/a'] },
    ]);
    expect(findOwners(empty, '.')).toEqual([]);
  });
});

it('critical blocks hold primary data or are critical by type, with every instance and module key', () => {
  const block = (type: string, name: string, mode = 'managed') => ({ mode, type, name });
  const modules = [
    { address: '', resources: [block('aws_db_instance', 'z'), block('aws_db_instance', 'y', 'data')] },
    { address: 'module.a.module.b', resources: [block('aws_db_instance', 'x'), block('aws_iam_role', 'r')] },
  ];
  const configurations = [{ modules }, { modules }] as unknown as readonly Configuration[];
  expect(findCritical(configurations, typed)).toEqual([
    { pattern: 'aws_db_instance.z.**', type: 'aws_db_instance' },
    { pattern: 'module.a.**.module.b.**.aws_db_instance.x.**', type: 'aws_db_instance' },
  ]);
});
