/** `firebreak hook install`: puts the hook into the settings of agents, proves it, and takes it out. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { agentSettings, openCodePlugin } from '../../src/cli/hook-install/agent-settings.ts';
import { agentNames } from '../../src/cli/hook-install/install-hook.ts';
import { cli, firebreak } from './run.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'firebreak-hook-')));
afterAll(() => rmSync(top, { recursive: true }));

let count = 0;
function repository(files: Readonly<Record<string, string>> = {}): string {
  const dir = join(top, String(count++));
  mkdirSync(join(dir, '.git'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const install = async (cwd: string, ...args: readonly string[]) =>
  await firebreak(['hook', 'install', ...args], { cwd });
const read = (dir: string, path: string) => readFileSync(join(dir, path), 'utf8');
const agentFile = '.kiro/agents/dev.json';

describe.each(agentNames)('%s', (name) => {
  const path =
    name === 'opencode'
      ? openCodePlugin.file
      : (agentSettings.find((agent) => agent.name === name)?.files[0] ?? '').replace('*.json', 'dev.json');
  const start = (): string => repository({ [agentFile]: '{"name": "dev"}' });

  it('is shown, written once, and taken out again', async () => {
    const dir = start();
    const first = await install(dir, '--agent', name);
    expect(first).toMatchObject({ stderr: '', code: 0 });
    expect(first.stdout).toContain(path);
    expect(first.stdout).toMatch(/^ {2}\+ .*firebreak hook/m);
    const written = read(dir, path);
    expect(written).toContain('firebreak hook');
    expect((await install(dir, '--agent', name)).stdout).toBe(`${path}: the hook is already installed\n`);
    expect(read(dir, path)).toBe(written);
    expect((await install(dir, '--agent', name, '--uninstall')).code).toBe(0);
    if (existsSync(join(dir, path))) expect(JSON.parse(read(dir, path))).toEqual({ name: 'dev' });
    expect((await install(dir, '--agent', name, '--uninstall')).stdout).toBe(`${path}: no Firebreak hook\n`);
  });

  it('is not written with --dry-run', async () => {
    const dir = start();
    expect((await install(dir, '--agent', name, '--dry-run')).stdout).toContain('Nothing was written');
    expect(existsSync(join(dir, path)) ? read(dir, path) : '').not.toContain('firebreak');
  });

  it('is proven by a command that it must deny', async () => {
    const dir = start();
    expect(await install(dir, '--agent', name, '--check')).toMatchObject({
      code: 1,
      stdout: `${path}: no Firebreak hook\n`,
    });
    // A hook that answers nothing, as one that is not installed: everything would run.
    await install(dir, '--agent', name, '--command', 'true || firebreak hook');
    expect(await install(dir, '--agent', name, '--check')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('NOT denied'),
    });
  });
});

describe('firebreak hook install', () => {
  it('keeps what others have put there', async () => {
    const settings = {
      permissions: { allow: ['Bash(ls)'] },
      hooks: {
        PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'other' }] }],
        Stop: [{ hooks: [] }],
      },
    };
    const text = `${JSON.stringify(settings, null, 4)}\n`;
    const dir = repository({ '.claude/settings.json': text });
    await install(dir);
    const { hooks, permissions } = JSON.parse(read(dir, '.claude/settings.json'));
    expect([permissions, hooks.Stop, hooks.PreToolUse.length]).toEqual([settings.permissions, settings.hooks.Stop, 2]);
    await install(dir, '--uninstall');
    expect(read(dir, '.claude/settings.json')).toBe(text);
  });

  it('finds the agents whose folders are there, and else asks for a name', async () => {
    const dir = repository({ '.claude/x': '', '.cursor/x': '' });
    const { stdout } = await install(dir);
    expect(stdout).toMatch(/\.claude\/settings\.json[\s\S]*\.cursor\/hooks\.json/);
    const none = await install(repository());
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringMatching(/no agent settings found[\s\S]*--agent claude\|/),
    ]);
    expect((await install(repository(), '--agent', 'kiro')).stderr).toMatch(/Create an agent first/);
  });

  it('proves the hook that is built', async () => {
    const dir = repository();
    for (const name of ['claude', 'opencode']) {
      await install(dir, '--agent', name, '--command', `"${process.execPath}" "${cli}" hook`);
      expect(await install(dir, '--agent', name, '--check')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('is denied'),
      });
    }
    const settings = JSON.parse(read(dir, '.claude/settings.json'));
    writeFileSync(join(dir, '.claude/settings.json'), JSON.stringify({ ...settings, disableAllHooks: true }));
    expect((await install(dir, '--agent', 'claude', '--check')).code).toBe(1);
  });

  it('changes no file that it cannot read, and none outside', async () => {
    for (const [text, message] of [
      ['{ // comment\n}', /not plain JSON/],
      ['[]', /not a JSON object/],
    ] as const) {
      const dir = repository({ '.claude/settings.json': text });
      expect(await install(dir)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
      expect(read(dir, '.claude/settings.json')).toBe(text);
    }
    const dir = repository({ '.cursor/x': '' });
    writeFileSync(join(top, 'mine.json'), '{}');
    symlinkSync('../../mine.json', join(dir, '.cursor/hooks.json'));
    expect(await install(dir)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a link out of the repository'),
    });
  });

  it('has options that need `install`', async () => {
    expect(await firebreak(['hook', '--check'])).toMatchObject({ code: 2 });
    expect(await firebreak(['hook', 'install', '--agent', 'unknown'])).toMatchObject({ code: 2 });
  });
});
