/** A guard that a pull request takes away: seen where the checkout holds the base, and not made up where it does not. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shas } from './github.ts';
import { runAction } from './runner.ts';
import { readScenario, type Scenario } from './scenario.ts';

const cloud =
  'terraform {\n  cloud {\n    organization = "acme"\n    workspaces {\n      name = "prod"\n    }\n  }\n}\n';
const bare = `${cloud}resource "aws_db_instance" "db" {\n}\n`;
const guarded = bare.replace('"db" {\n', '"db" {\n  lifecycle {\n    prevent_destroy = true\n  }\n');
const clean = readScenario('human-clean.json');
const scenario: Scenario = {
  ...clean,
  workspaceFiles: { ...clean.workspaceFiles, 'live/main.tf': bare },
  inputs: { plan: 'plan.json', dir: 'live' },
  expect: { outcome: 'failure' },
};

/** A repository in which the base of the event is a commit with this text, and the checkout is what it is. */
function repository(workspace: string, text: string | null): void {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: workspace,
      encoding: 'utf8',
    }).trim();
  git('init', '-q');
  if (text === null) return;
  const head = join(workspace, 'live', 'main.tf');
  mkdirSync(join(workspace, 'live'), { recursive: true });
  writeFileSync(head, text);
  git('add', '.');
  git('commit', '-qm', 'base');
  // The id of the base is the scenario's: this makes it stand for the commit.
  git('update-ref', `refs/replace/${shas.base}`, git('rev-parse', 'HEAD'));
  writeFileSync(head, bare);
}

describe('prevent_destroy of the base', () => {
  it.each([
    ['taken away', guarded, 1],
    ['never there', bare, 0],
    ['not in a shallow checkout', null, 0],
  ])('%s', async (_name, text, code) => {
    const ran = await runAction(scenario, { before: (workspace) => repository(workspace, text) });
    expect(ran.code, ran.raw).toBe(code);
    expect(ran.summary.includes('prevent-destroy-removed')).toBe(code === 1);
  });
});
