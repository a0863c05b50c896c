/** The skill for agents: in the format of Agent Skills, with commands that exist, and none that its hook would deny. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../src/cli/commands.ts';
import { firebreak, root } from './cli/run.ts';

const file = join(root, 'skills', 'firebreak', 'SKILL.md');
const text = readFileSync(file, 'utf8');
const [, frontmatter = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
const calls = [...body.matchAll(/(?:^|`)firebreak ([^`\n]+)/gm)].map(([, args = '']) => args);
/** What the skill forbids. */
const never = body.slice(body.indexOf('## Never'));

it('has the frontmatter that https://agentskills.io/specification asks for', () => {
  const { name, description, license, compatibility, ...others } = parse(frontmatter);
  expect(others).toEqual({});
  expect(name).toMatch(/^(?!-)(?!.*--)[a-z0-9-]{1,64}(?<!-)$/);
  expect(name).toBe(basename(dirname(file)));
  expect(description.length).toBeGreaterThan(50);
  expect(description.length).toBeLessThanOrEqual(1_024);
  expect(compatibility.length).toBeLessThanOrEqual(500);
  expect(license).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).license);
  expect(existsSync(join(root, 'LICENSE'))).toBe(true);
});

it('is short enough to be read whole', () => {
  expect(body.split('\n').length).toBeLessThan(100);
  expect(text.length).toBeLessThan(5_000);
});

it('names commands and options that exist', async () => {
  expect(calls.length).toBeGreaterThan(6);
  for (const call of calls) {
    const [name = ''] = call.split(' ');
    expect(
      commands.map(({ usage }) => usage.split(' ')[0]),
      call,
    ).toContain(name);
    const { stdout } = await firebreak([name, '--help']);
    for (const [option] of call.matchAll(/--?[a-z][\w-]*/g))
      expect(stdout, call).toMatch(new RegExp(`[ ,]${option}[ ,]`));
  }
});

it('the hook lets the agent do what it says, and stops what it forbids', async () => {
  const judge = async (command: string): Promise<string> => {
    const { stdout } = await firebreak(['hook'], { input: JSON.stringify({ command, cwd: root }) });
    return stdout === '' ? 'allow' : JSON.parse(stdout).decision;
  };
  const [first = '', second = ''] = [...body.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  for (const line of `${first}${second}`.trim().split('\n')) expect([line, await judge(line)]).toEqual([line, 'allow']);
  expect(await judge('firebreak fix tfplan > moved.tf')).toBe('allow');
  const forbidden = [
    'firebreak approve tfplan',
    'gh pr review --approve',
    'terraform apply -auto-approve',
    'terraform destroy',
    'terraform state rm a.b',
    'CLAUDECODE= firebreak apply tfplan',
  ];
  for (const line of forbidden) expect([line, await judge(line)]).toEqual([line, 'deny']);
  expect(never).toContain('firebreak approve');
});
