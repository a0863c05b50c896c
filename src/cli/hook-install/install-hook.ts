/** Puts the hook into the settings of agents, takes it out, and proves that it stops a command. */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { write } from '../../app/output.ts';
import { InputError, UsageError } from '../../errors.ts';
import { readSmallFile } from '../../read/files/bounded-read.ts';
import { isFolder, isThereOrLink } from '../../read/files/is-there.ts';
import { realPath } from '../../read/files/real-path.ts';
import { isObject } from '../../text/is-object.ts';
import { type AgentSettings, agentSettings, openCodePlugin, type SettingsJson } from './agent-settings.ts';
import { lineChanges } from './line-changes.ts';

/** Names of the agents whose settings are known. */
export const agentNames: readonly string[] = [...agentSettings.map(({ name }) => name), 'opencode'];

/** What to do with the settings of the agents. */
export interface InstallOptions {
  /** Top of the repository. */
  readonly root: string;
  /** One of `agentNames`; undefined: every agent whose folder is there. */
  readonly agent: string | undefined;
  /** The command line of the hook. */
  readonly command: string;
  readonly uninstall: boolean;
  /** Only shows the change. */
  readonly dryRun: boolean;
}

/** One file to write; `after` is null if the file is to be removed. */
interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Shows the change of each settings file and then makes it.
 * @returns the lines to print
 * @throws {UsageError} if no agent is known
 * @throws {InputError} if a settings file is no JSON or lies outside of the repository
 */
export async function installHook(options: InstallOptions): Promise<readonly string[]> {
  const changes: Change[] = [];
  for (const agent of await chosenAgents(options)) changes.push(...(await changesFor(agent, options)));
  const lines: string[] = [];
  for (const { path, before, after } of changes) {
    const shown = relative(options.root, path);
    if (before === after) {
      lines.push(`${shown}: ${options.uninstall ? 'no Firebreak hook' : 'the hook is already installed'}`);
      continue;
    }
    lines.push(...lineChanges(shown, before ?? '', after ?? ''));
    if (!options.dryRun) await writeOrRemove(path, after);
  }
  return [...lines, ...(options.dryRun ? ['Nothing was written (--dry-run).'] : [])];
}

/**
 * Calls the installed hooks as their agents would, with a command that must be denied.
 * @returns the lines to print, and whether every hook denies it
 * @throws {UsageError} if no agent is known
 */
export async function checkHook(
  options: Pick<InstallOptions, 'root' | 'agent'>,
): Promise<{ readonly lines: readonly string[]; readonly works: boolean }> {
  const results: { readonly line: string; readonly works: boolean }[] = [];
  for (const agent of await chosenAgents(options)) {
    if (agent === 'opencode') {
      results.push(await checkPlugin(options.root));
      continue;
    }
    for (const path of await filesOf(agent, options.root))
      results.push(checkFile(agent, await readSettings(path, options.root), options.root, path));
  }
  return { lines: results.map(({ line }) => line), works: results.length > 0 && results.every(({ works }) => works) };
}

type Agent = AgentSettings | 'opencode';

async function chosenAgents({ root, agent }: Pick<InstallOptions, 'root' | 'agent'>): Promise<readonly Agent[]> {
  const all: readonly Agent[] = [...agentSettings, 'opencode'];
  if (agent !== undefined) return all.filter((each) => nameOf(each) === agent);
  const present = await Promise.all(all.map((each) => isUsed(each, root)));
  const found = all.filter((_, i) => present[i]);
  if (found.length > 0) return found;
  throw new UsageError({
    message: 'no agent settings found in this repository',
    hint: `Name the agent: --agent ${agentNames.join('|')}`,
  });
}

function nameOf(agent: Agent): string {
  return typeof agent === 'string' ? agent : agent.name;
}

async function isUsed(agent: Agent, root: string): Promise<boolean> {
  const files = typeof agent === 'string' ? [openCodePlugin.file.replace('plugins/', '')] : agent.files;
  const found = await Promise.all(files.map((file) => isFolder(join(root, dirname(file)))));
  return found.includes(true);
}

async function filesOf({ files, title }: AgentSettings, root: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of files) {
    if (!file.endsWith('*.json')) found.push(join(root, file));
    else {
      const folder = join(root, dirname(file));
      const names = await readdir(folder).catch(() => []);
      found.push(
        ...names
          .filter((name) => name.endsWith('.json'))
          .sort()
          .map((name) => join(folder, name)),
      );
    }
  }
  if (found.length > 0) return found;
  throw new UsageError({
    message: `${title} stores hooks in agent files, and there is none in ${files.join(' or ')}`,
    hint: 'Create an agent first, then run this again.',
  });
}

async function changesFor(agent: Agent, options: InstallOptions): Promise<readonly Change[]> {
  if (agent === 'opencode') {
    const path = join(options.root, openCodePlugin.file);
    await refuseOutside(path, options.root);
    const before = await readSmallFile(path);
    return [{ path, before, after: options.uninstall ? null : openCodePlugin.text(options.command) }];
  }
  const changes: Change[] = [];
  for (const path of await filesOf(agent, options.root)) {
    const { text, settings } = await readSettings(path, options.root);
    const after = options.uninstall ? agent.remove(settings) : agent.add(settings, options.command);
    const isSame = JSON.stringify(after) === JSON.stringify(settings);
    changes.push({ path, before: text, after: isSame ? text : rendered(after, text) });
  }
  return changes;
}

/** A file that holds nothing but what Firebreak put there is removed with it. */
function rendered(settings: SettingsJson, before: string | null): string | null {
  if (Object.keys(settings).every((key) => key === 'version')) return null;
  const indent = /^[ \t]+(?=")/m.exec(before ?? '')?.[0] ?? '  ';
  return `${JSON.stringify(settings, null, indent)}\n`;
}

async function readSettings(
  path: string,
  root: string,
): Promise<{ readonly text: string | null; readonly settings: SettingsJson }> {
  await refuseOutside(path, root);
  const file = relative(root, path);
  if (!(await isThereOrLink(path))) return { text: null, settings: {} };
  const text = await readSmallFile(path);
  if (text === null)
    throw new InputError({ file, message: 'cannot be read', hint: 'Add the hook by hand: docs/agents.md' });
  try {
    const settings: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    if (isObject(settings)) return { text, settings };
  } catch (cause) {
    throw new InputError(
      { file, message: 'is not plain JSON (comments are not supported)', hint: 'Add the hook by hand: docs/agents.md' },
      { cause },
    );
  }
  throw new InputError({ file, message: 'is not a JSON object', hint: 'Add the hook by hand: docs/agents.md' });
}

/** A link could lead to the settings of somebody else. */
async function refuseOutside(path: string, root: string): Promise<void> {
  const steps = relative(await realPath(root), await realPath(path));
  if (!steps.startsWith('..') && !isAbsolute(steps)) return;
  throw new UsageError({
    file: relative(root, path),
    message: 'is a link out of the repository',
    hint: 'Delete the link.',
  });
}

async function writeOrRemove(path: string, text: string | null): Promise<void> {
  if (text === null) return rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true });
  await write(path, text, 'the settings of the agent', { flag: 'w' });
}

function checkFile(
  agent: AgentSettings,
  { settings }: { readonly settings: SettingsJson },
  root: string,
  path: string,
): { readonly line: string; readonly works: boolean } {
  const file = relative(root, path);
  const command = hookCommand(settings);
  if (command === null) return { line: `${file}: no Firebreak hook`, works: false };
  const input = JSON.stringify(agent.sample(root));
  const { status, stdout } = spawnSync(command, { input, shell: true, cwd: root, encoding: 'utf8', timeout: 30_000 });
  // Claude Code and GitHub Copilot have a switch that turns all hooks off.
  const works = settings.disableAllHooks !== true && agent.isDenied({ stdout: stdout ?? '', code: status });
  return { works, line: `${file}: \`terraform destroy\` is ${works ? 'denied' : 'NOT denied'} by \`${command}\`` };
}

/** Returns the first command of a hook of Firebreak in the settings. */
function hookCommand(value: unknown): string | null {
  if (typeof value === 'string') return /\bfirebreak(?:\.js)?['"]?\s+hook\b/.test(value) ? value : null;
  if (!isObject(value) && !Array.isArray(value)) return null;
  for (const each of Object.values(value)) {
    const found = hookCommand(each);
    if (found !== null) return found;
  }
  return null;
}

/** Loads the plugin as OpenCode does, and calls it. */
async function checkPlugin(root: string): Promise<{ readonly line: string; readonly works: boolean }> {
  const text = await readSmallFile(join(root, openCodePlugin.file));
  if (text === null) return { line: `${openCodePlugin.file}: no Firebreak hook`, works: false };
  const module: { Firebreak?: (given: object) => Promise<Record<string, (...args: object[]) => Promise<void>>> } =
    await import(`data:text/javascript,${encodeURIComponent(text)}`);
  const hooks = await module.Firebreak?.({ directory: root });
  const reason = await hooks?.['tool.execute.before']?.(
    { tool: 'bash' },
    { args: { command: 'terraform destroy' } },
  ).then(
    () => null,
    (error: unknown) => String(error),
  );
  const works = reason?.includes('Firebreak stops this') === true;
  return { works, line: `${openCodePlugin.file}: \`terraform destroy\` is ${works ? 'denied' : 'NOT denied'}` };
}
