/** The pipelines that people copy: they parse, call Firebreak as it is, publish what it writes, and no plan in clear. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseTargets } from '../../../src/app/output.ts';
import { firebreak, root } from '../../cli/run.ts';

const read = (...path: readonly string[]): string => readFileSync(join(root, 'examples', ...path), 'utf8');
const gitlab = parse(read('gitlab', 'gitlab-ci.yml'));
const azure = parse(read('azure-devops', 'azure-pipelines.yml'));
const jenkins = read('jenkins', 'Jenkinsfile');

const [checkStage, applyStage] = azure.stages;
const azureSteps: readonly Record<string, string>[] = [
  ...checkStage.jobs[0].steps,
  ...applyStage.jobs[0].strategy.runOnce.deploy.steps,
];
const scripts: Readonly<Record<string, readonly string[]>> = {
  gitlab: [gitlab['.terraform'].before_script, gitlab.check.script, gitlab.apply.script].flat(),
  'azure-devops': azureSteps.flatMap(({ bash }) => (bash === undefined ? [] : [bash])),
  jenkins: [...jenkins.matchAll(/sh (?:'''([\s\S]*?)'''|'([^']*)')/g)].map(([, long, short]) => long ?? short ?? ''),
};
/** Each call of Firebreak, on one line. */
const callsIn = (name: string): readonly string[] =>
  (scripts[name] ?? [])
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('firebreak '));
const formatsIn = (line: string) => parseTargets([...line.matchAll(/ -f (\S+)/g)].map(([, target = '']) => target));

const help = { check: '', apply: '' };
beforeAll(async () => {
  help.check = (await firebreak(['check', '--help'])).stdout;
  help.apply = (await firebreak(['apply', '--help'])).stdout;
});

describe.each(Object.keys(scripts))('%s', (name) => {
  it('its scripts are shell', () => {
    expect(scripts[name]?.length).toBeGreaterThan(3);
    for (const input of scripts[name] ?? [])
      expect(spawnSync('bash', ['-n'], { input, encoding: 'utf8' }).stderr, input).toBe('');
  });

  it('checks once and applies once, with options that exist', () => {
    const calls = callsIn(name);
    expect(calls.map((line) => line.split(' ')[1])).toEqual(['check', 'apply']);
    for (const line of calls) {
      const page = line.includes(' apply ') ? help.apply : help.check;
      for (const [, option = ''] of line.matchAll(/ (--[\w-]+)/g)) expect(page, line).toContain(` ${option} `);
      expect(() => formatsIn(line)).not.toThrow();
    }
  });

  it('judges by the settings of the target branch', () => {
    expect(scripts[name]?.join('\n')).toMatch(/git show \S*:firebreak\.yaml"? >/);
    expect(callsIn(name)[0]).toContain('--config');
  });

  it('installs a commit, not whatever has the name', () => {
    const text = scripts[name]?.join('\n') ?? '';
    expect(text).toMatch(/npm install --global .*@\d+\.\d+\.\d+\b/);
    expect(text).not.toContain('npx');
  });
});

const writtenBy = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    formatsIn(callsIn(name)[0] ?? '').map(({ format, file }) => [format, (file ?? '').replaceAll('"', '')]),
  );

it('GitLab gets the reports that are written, and nobody else does', () => {
  const written = writtenBy('gitlab');
  expect(gitlab.check.artifacts).toEqual({
    when: 'always',
    access: 'developer',
    reports: { terraform: written.gitlab, codequality: written.codequality, junit: written.junit },
  });
});

it('Azure gets the commands, the summary and the test results', () => {
  const written = writtenBy('azure-devops');
  expect(written).toMatchObject({ azure: '', markdown: '$AGENT_TEMPDIRECTORY/firebreak.md' });
  const publish = checkStage.jobs[0].steps.find(({ task = '' }) => task === 'PublishTestResults@2');
  expect(publish.inputs.testResultsFiles).toBe(
    written.junit?.replace('$AGENT_TEMPDIRECTORY', '$(Agent.TempDirectory)'),
  );
});

it('Jenkins gets the test results, and keeps no plan', () => {
  expect(jenkins).toContain(`junit '${writtenBy('jenkins').junit}'`);
  expect(jenkins).toMatch(/post \{ always \{ sh 'rm -f "\$WORKSPACE_TMP\/tfplan"' \} \}\n\}\n$/);
  for (const [open, close] of ['{}', '()'] as const)
    expect(jenkins.split(open ?? '').length, 'balanced').toBe(jenkins.split(close ?? '').length);
});
