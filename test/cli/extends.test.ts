/** `extends` on the command line: a file of this repository, or of another one, which Git fetches. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firebreak } from './run.ts';

const top = mkdtempSync(join(tmpdir(), 'extends-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
const [org, team] = [join(top, 'org'), join(top, 'team')];
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', org, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    encoding: 'utf8',
  }).trim();
const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
let commit = '';

beforeAll(() => {
  write(
    join(org, 'gate/base.yaml'),
    'environments: [{ name: production, directories: [live/prod] }]\npolicy-folders: [../policies]\n',
  );
  write(
    join(org, 'policies/no-queues.yaml'),
    "id: no-queues\ntitle: No queues\nenforcement: soft-mandatory\nsubject: change\nrequire: change.type != 'aws_sqs_queue'\nmessage: '{address} is a queue'\nwhy: because\nremedy: do not\n",
  );
  git('init', '--quiet');
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  git('add', '.');
  git('commit', '--quiet', '-m', 'base');
  commit = git('rev-parse', 'HEAD');
  mkdirSync(join(team, '.git'), { recursive: true });
});

/** GitHub is the repository beside this one. */
const env = () => ({
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: `url.file://${org}.insteadOf`,
  GIT_CONFIG_VALUE_0: 'https://github.com/acme/guardrails',
});
const validate = (settings: string) => {
  write(join(team, 'firebreak.yaml'), settings);
  return firebreak(['validate', '-f', 'json'], { cwd: team, env: env() });
};

describe('extends', () => {
  it('another repository, with its environments and policies', async () => {
    const extended = `github>acme/guardrails//gate/base.yaml@${commit}`;
    const { stdout, stderr, code } = await validate(`extends: ${extended}\nlimits: { destroys: 1 }\n`);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ extends: extended, environments: ['production'] });
    const { stdout: policies } = await firebreak(['policies'], { cwd: team, env: env() });
    expect(policies).toContain('no-queues');
  });

  it.each([
    [
      'github>acme/guardrails//gate/base.yaml@1234567890123456789012345678901234567890',
      /firebreak\.yaml: extends: cannot fetch commit 1234567890 of https:\/\/github\.com\/acme\/guardrails\n {2}Check/,
    ],
    ['github>acme/guardrails//gate/base.yaml@main', /firebreak\.yaml:1:1: extends: wrong format/],
    [
      '../org/gate/base.yaml',
      /firebreak\.yaml:1:1: extends: `\.\.\/org\/gate\/base\.yaml` is outside of the repository/,
    ],
    ['none.yaml', /firebreak\.yaml:1:1: extends: none\.yaml: no such file/],
    // Otherwise it would be another URL: https://github.com/guardrails
    ['github>../guardrails//base.yaml@1234567890123456789012345678901234567890', /base\.yaml@\w+: no such file/],
    ['github>acme/..//base.yaml@1234567890123456789012345678901234567890', /base\.yaml@\w+: no such file/],
    ['chain.yaml', /chain\.yaml:1:1: extends: an extended file cannot extend another/],
  ])('%s is an error', async (extended, message) => {
    write(join(team, 'chain.yaml'), 'extends: none.yaml\n');
    const { stderr, code } = await validate(`extends: ${extended}\n`);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('faults of both files are told at once, each in its file', async () => {
    write(join(team, 'base.yaml'), 'limits: { destroys: many }\nenvironments: [{ name: a }]\n');
    const { stderr } = await validate(
      'extends: base.yaml\nenvironments: [{ name: b, directories: [../c] }]\nenforcement: advisory\n',
    );
    expect(stderr).toContain('base.yaml:1:11: limits.destroys: must be a whole number');
    expect(stderr).toContain('firebreak.yaml:2:41: environments.0.directories.0: `../c` is outside of the repository');
    expect(stderr).toContain('firebreak.yaml:3:1: enforcement: advisory mode loosens the extended file');
  });

  it.each([
    ['{}', 0],
    ['{ policies: { no-stateful-destroy: { approvals: 3 } } }', 0],
    ['{ policies: { no-destroy: { enforcement: hard-mandatory } } }', 0],
    ['{ policies: { no-destroy: { approvals: 4 } } }', 2],
    ['{ policies: { no-stateful-destroy: { enforcement: advisory } } }', 2],
    ['{ environments: [{ name: a, policies: { no-destroy: { approvals: 4 } } }] }', 2],
  ])('critical resources must not need less than others: %s', async (base, expected) => {
    write(join(team, 'base.yaml'), base);
    const { stderr, code } = await validate("extends: base.yaml\ncritical: { addresses: ['**'] }\n");
    expect([code, stderr]).toEqual([
      expected,
      expected === 0 ? '' : expect.stringContaining('firebreak.yaml:2:1: critical'),
    ]);
  });

  it('a link out of the repository is an error, because faults quote the file', async () => {
    write(join(top, 'secret/token.yaml'), 'limits: { destroys: s3cret }\n');
    symlinkSync(join(top, 'secret/token.yaml'), join(team, 'linked.yaml'));
    symlinkSync(join(top, 'secret'), join(team, 'folder'));
    for (const extended of ['linked.yaml', 'folder/token.yaml']) {
      const { stderr, code } = await validate(`extends: ${extended}\n`);
      expect([code, stderr]).toEqual([2, expect.stringContaining('a link to a file outside of the repository')]);
    }
  });

  it('a path out of a fetched repository is an error, and nothing is created there', async () => {
    const name = `firebreak-outside-${process.pid}`;
    const { stderr, code } = await validate(`extends: github>acme/guardrails//../${name}/base.yaml@${commit}\n`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('outside of the repository')]);
    expect(existsSync(join(tmpdir(), name))).toBe(false);
  });

  it('a password in GITHUB_SERVER_URL is not shown', async () => {
    write(join(team, 'firebreak.yaml'), `extends: github>acme/guardrails//base.yaml@${commit}\n`);
    const url = `file://me:s3cret@localhost${top}/none`;
    const { stderr } = await firebreak(['validate'], { cwd: team, env: { GITHUB_SERVER_URL: url } });
    expect(stderr).toContain(`of file://localhost${top}/none/acme/guardrails`);
    expect(stderr).not.toContain('s3cret');
  });
});
