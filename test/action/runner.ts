/** Runs the Action as the runner does, and reads what it left behind. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { runAction as run } from '../../src/action/run-action.ts';
import { inProcess } from '../in-process.ts';
import { type Around, appToken, type Comment, GitHub, repository, shas, token } from './github.ts';
import type { Scenario } from './scenario.ts';

export const root = join(import.meta.dirname, '..', '..');

export interface ActionYaml {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const read = new Map<string, ActionYaml>();

/** Read once from each folder. */
export function readAction(folder = root): ActionYaml {
  const action: ActionYaml = read.get(folder) ?? parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  read.set(folder, action);
  return action;
}

export interface Ran {
  readonly code: number | null;
  /** All that was written to standard output and error, before anybody reads commands in it. */
  readonly raw: string;
  /** What the runner would show: commands between `::stop-commands::` are none. */
  readonly commands: readonly { readonly name: string; readonly properties: string; readonly message: string }[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly report: string;
  readonly comments: readonly Comment[];
  readonly calls: readonly string[];
  /** Folders that were put on PATH. */
  readonly paths: readonly string[];
}

export async function runAction(
  scenario: Scenario,
  options: Around & {
    /** The built Action in a process of its own; otherwise the source, in this one. */
    readonly built?: {
      /** Where `action.yml` and `dist/` are. */
      readonly folder: string;
      readonly node: string;
    };
    readonly env?: Readonly<Record<string, string>>;
    /** Makes of the workspace what the steps before have made of it. */
    readonly before?: (workspace: string) => void;
    /** Does what the steps after do, before the workspace is deleted. */
    readonly after?: (workspace: string, ran: Pick<Ran, 'outputs' | 'paths'>) => void;
  } = {},
): Promise<Ran> {
  const { built } = options;
  const github = await GitHub.open(scenario, options);
  const temp = mkdtempSync(join(tmpdir(), 'action-'));
  try {
    const write = (name: string, content: unknown): string => {
      const path = join(temp, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    };
    const workspace = join(temp, 'workspace');
    mkdirSync(workspace);
    const files = { ...scenario.files?.base, ...scenario.files?.head, ...scenario.workspaceFiles };
    for (const [name, content] of Object.entries(files)) write(join('workspace', name), content);
    options.before?.(workspace);
    const { inputs, runs } = readAction(built?.folder);
    const env: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      HOME: temp,
      RUNNER_TEMP: temp,
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: github.url,
      GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
      GITHUB_EVENT_NAME: scenario.event ?? 'pull_request',
      GITHUB_EVENT_PATH: write('event.json', payloadOf(scenario, github)),
      GITHUB_REPOSITORY: repository,
      GITHUB_SHA: shas.merge,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: write('output', ''),
      GITHUB_PATH: write('path', ''),
      GITHUB_STEP_SUMMARY: write('summary', ''),
      ...options.env,
    };
    for (const [name, { default: standard = '' }] of Object.entries(inputs)) {
      const given = scenario.inputs?.[name] ?? standard;
      env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = given
        .replace(/\$\{\{ github\.token \}\}/g, token)
        .replace(/\$\{\{ secrets\.APP_TOKEN \}\}/g, appToken);
    }
    const { code, raw } = built
      ? await start(built.node, [join(built.folder, runs.main)], { cwd: workspace, env })
      : await runHere({ workspace, env });
    const outputs = readOutputs(readFileSync(join(temp, 'output'), 'utf8'));
    const paths = readFileSync(join(temp, 'path'), 'utf8').split('\n').filter(Boolean);
    options.after?.(workspace, { outputs, paths });
    return {
      code,
      raw,
      commands: readCommands(raw),
      outputs,
      summary: readFileSync(join(temp, 'summary'), 'utf8'),
      report: outputs.report ? readFileSync(resolve(workspace, outputs.report), 'utf8') : '',
      comments: github.comments,
      calls: github.calls,
      paths,
    };
  } finally {
    await github.close();
    rmSync(temp, { recursive: true });
  }
}

async function runHere({ workspace, env }: { readonly workspace: string; readonly env: Record<string, string> }) {
  const program = () => run({ env, workspace, now: new Date() });
  const { code, output } = await inProcess(program, { cwd: workspace, env });
  return { code, raw: output };
}

function start(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<{ readonly code: number | null; readonly raw: string }> {
  return new Promise((done) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let raw = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        raw += chunk;
      });
    }
    child.on('close', (code) => done({ code, raw }));
  });
}

function payloadOf(scenario: Scenario, github: GitHub): unknown {
  const common = { repository: { full_name: repository, default_branch: 'main' } };
  const payloads: Readonly<Record<string, unknown>> = {
    push: { ref: 'refs/heads/main', before: shas.base, after: shas.merge },
    merge_group: { merge_group: { base_sha: shas.base, base_ref: 'refs/heads/main', head_sha: shas.merge } },
    workflow_run: {
      workflow_run: { head_sha: shas.head, head_branch: 'change', head_repository: { owner: { login: 'acme' } } },
    },
  };
  const pull = { number: 7, pull_request: github.pull() };
  return { ...common, ...((payloads[scenario.event ?? ''] ?? pull) as object), ...scenario.payload };
}

/** As the runner reads the file: names, delimiters, values. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const [, name, delimiter] = /^([^<=]+)<<(.+)$/.exec(lines[i] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, i + 1);
    outputs[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return outputs;
}

/** `::name properties::message` behind blanks, and the old `##[name properties]message` anywhere in a line. */
function readCommands(raw: string): Ran['commands'] {
  const commands: Ran['commands'][number][] = [];
  let stopped: string | null = null;
  for (const line of raw.split(/\r?\n/)) {
    const found =
      /^\s*::([a-z-]+|[0-9a-f-]{36})(?: (.*?))?::(.*)$/i.exec(line) ?? /##\[([\w-]+)(?: ([^\]]*))?\](.*)$/.exec(line);
    if (found === null) continue;
    const [, name = '', properties = '', message = ''] = found;
    if (stopped !== null) {
      if (name === stopped) stopped = null;
    } else if (name === 'stop-commands') stopped = message;
    else commands.push({ name, properties, message });
  }
  return commands;
}
