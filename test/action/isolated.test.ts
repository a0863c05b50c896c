/** What a workflow gets: `action.yml`, `dist/` and `policies/`, and nothing that was installed. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root, runAction } from './runner.ts';
import { fixturePlan } from './scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'action-alone-'));
for (const name of ['action.yml', 'dist', 'policies'])
  cpSync(join(root, name), join(folder, name), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

const name = 'aws-12-create-unprotected';
const tf = join(root, 'fixtures', name, 'tf');
const configuration = readdirSync(tf, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tf'));
const scenario = {
  name,
  workspaceFiles: {
    ...Object.fromEntries(configuration.map((file) => [`live/prod/${file}`, readFileSync(join(tf, file), 'utf8')])),
    'live/prod/plan.json': fixturePlan(name),
  },
  inputs: { plan: 'live/prod/plan.json', dir: 'live/prod' },
  secrets: [],
  expect: { outcome: 'failure' },
} as const;

/** The one that the runner has, where it is at hand. */
const node24 = process.env.NODE24 ?? process.execPath;

it.each([['this Node', process.execPath], ...(node24 === process.execPath ? [] : [['Node 24', node24]])])(
  'reads HCL on %s',
  async (_, node = process.execPath) => {
    expect(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^v(2[0-9])\./);
    const ran = await runAction(scenario, { built: { folder, node } });
    expect(ran.code, ran.raw).toBe(1);
    const places = ran.commands.flatMap(({ name, properties }) => (name === 'error' ? [properties] : []));
    expect(places.join('\n')).toMatch(/file=live\/prod\/[\w/]+\.tf,line=\d+/);
    expect(ran.comments[0]?.body).toMatch(/^<!-- firebreak root=live\/prod environment=default -->/);
    // Where the state is kept is known from HCL alone.
    expect(JSON.parse(ran.report).backends[0].evidence).not.toContain('not known');
    expect(ran.raw).not.toMatch(/Warning|Deprecat|\bat .*\.cjs:\d/);
  },
);

const home = "it's 100% mine (x86)";

it('later steps run what it put on PATH, with no other program', async () => {
  const ran = await runAction(
    { ...scenario, inputs: { command: 'setup' } },
    {
      built: { folder, node: process.execPath },
      env: { RUNNER_TEMP: join(folder, home) },
      after: (workspace, { paths: [bin = ''] }) => {
        expect(bin).toBe(join(folder, home, 'firebreak-bin'));
        const firebreak = (...args: readonly string[]) =>
          spawnSync('firebreak', args, { cwd: workspace, encoding: 'utf8', env: { PATH: bin } });
        const plan = 'live/prod/plan.json';
        expect(firebreak('check', plan, '--dir', 'live/prod', '-f', 'json=report.json').status).toBe(1);
        expect(firebreak('verify', 'report.json', plan).stdout).toContain(
          'the verdict on live/prod/plan.json was fail',
        );
        expect(firebreak('redact', plan, '-o', 'redacted.json')).toMatchObject({ status: 0, stderr: '' });
        expect(firebreak('fingerprint', 'redacted.json').stdout).toBe(firebreak('fingerprint', plan).stdout);
        expect(firebreak('explain', 'no-world-open-port').stdout).toContain('Test cases');
        expect(firebreak('apply', 'absent').stderr).toContain('absent');
      },
    },
  );
  expect({ code: ran.code, calls: ran.calls, comments: ran.comments }).toEqual({ code: 0, calls: [], comments: [] });
});

it('holds no path of the machine that built it', () => {
  for (const name of ['index.cjs', 'firebreak.cjs', 'hcl-worker.mjs'])
    expect(readFileSync(join(root, 'dist', name), 'utf8').includes(root)).toBe(false);
});
