/** Tasks of a Taskfile: `task deploy`. Source: https://taskfile.dev/reference/schema */
import { isObject } from '../../text/is-object.ts';
import { quoted } from '../shell/word.ts';
import { boundedValue, type EntryCall, maxRecipes, type Step, shellReference, unknownReference } from './entry-call.ts';

type Values = Readonly<Record<string, unknown>>;

interface Task {
  readonly body: Values;
  /** Absolute path of the folder in which it runs. */
  readonly folder: string;
  /** Name of its file in names of tasks, with a colon at the end: `infra:`. */
  readonly prefix: string;
  readonly variables: ReadonlyMap<string, string>;
}

/** Returns what the named tasks run, with the tasks that they depend on. */
export function taskSteps(call: EntryCall): readonly Step[] {
  const tasks = new Map<string, Task>();
  collect(call.text, { call, folder: call.folder, prefix: '', tasks, variables: new Map(), depth: 0 });
  const names = call.names.length > 0 ? call.names : ['default'];
  const given = new Map([...call.variables, ['CLI_ARGS', call.rest.map(quoted).join(' ')]]);
  const seen = new Set<string>();
  return names.flatMap((name) => run(name, given, { tasks, seen }));
}

interface Source {
  readonly call: EntryCall;
  readonly folder: string;
  readonly prefix: string;
  readonly tasks: Map<string, Task>;
  readonly variables: ReadonlyMap<string, string>;
  readonly depth: number;
}

function collect(text: string, source: Source): void {
  const { call, prefix, tasks, depth } = source;
  const file = call.parseYaml(text);
  if (!isObject(file) || depth > 5 || tasks.size > maxRecipes) return;
  const variables = withValues(withValues(source.variables, file.env), file.vars);
  for (const [name, body] of entriesOf(file.tasks)) {
    const values: Values = isObject(body) ? body : { cmds: [body].flat() };
    const folder =
      typeof values.dir === 'string' ? joined(source.folder, filled(values.dir, variables)) : source.folder;
    const task: Task = { body: values, folder, prefix, variables };
    const aliases = [values.aliases].flat().filter((alias) => typeof alias === 'string');
    for (const alias of [name, ...aliases]) tasks.set(`${prefix}${alias}`, task);
  }
  for (const [name, given] of entriesOf(file.includes)) {
    const include: Values = isObject(given) ? given : { taskfile: given };
    if (typeof include.taskfile !== 'string') continue;
    const path = filled(include.taskfile, variables);
    const candidates = /\.ya?ml$/.test(path) ? [path] : [`${path}/Taskfile.yml`, `${path}/Taskfile.yaml`];
    const found = candidates.find((candidate) => call.read(candidate, source.folder) !== null);
    if (found === undefined) continue;
    collect(call.read(found, source.folder) ?? '', {
      ...source,
      folder: typeof include.dir === 'string' ? joined(source.folder, include.dir) : source.folder,
      prefix: include.flatten === true ? prefix : `${prefix}${name}:`,
      variables: withValues(variables, include.vars),
      depth: depth + 1,
    });
  }
}

function run(
  name: string,
  given: ReadonlyMap<string, string>,
  all: { readonly tasks: ReadonlyMap<string, Task>; readonly seen: Set<string> },
): readonly Step[] {
  const key = JSON.stringify([name, ...given]);
  const [wild, stem] = all.tasks.has(name) ? [name, ''] : wildcardOf(name, all.tasks);
  const task = all.tasks.get(wild);
  if (!task || all.seen.has(key) || all.seen.size > maxRecipes) return [];
  all.seen.add(key);
  const { body, folder, prefix } = task;
  const variables = new Map([
    ...withValues(withValues(task.variables, body.env), body.vars),
    ...given,
    ['MATCH', stem],
  ]);
  const call = (called: string, vars: unknown) => {
    const next = withValues(new Map([['CLI_ARGS', given.get('CLI_ARGS') ?? '']]), vars, variables);
    const own = `${prefix}${called}`;
    return run(called.startsWith(':') ? called.slice(1) : all.tasks.has(own) ? own : called, next, all);
  };
  const stepsOf = (command: unknown): readonly Step[] => {
    if (typeof command === 'string') return [{ script: filled(command, variables), folder }];
    if (!isObject(command)) return [];
    if (isObject(command.defer) || typeof command.defer === 'string') return stepsOf(command.defer);
    if (typeof command.task === 'string') return call(filled(command.task, variables), command.vars);
    return stepsOf(command.cmd);
  };
  const conditions = [body.status, body.preconditions].flat().map((each) => (isObject(each) ? each.sh : each));
  const scripts = entriesOf(body.vars).map(([, value]) => (isObject(value) ? value.sh : undefined));
  const needs = [body.deps].flat().map((need) => (typeof need === 'string' ? { task: need } : need));
  return [needs, conditions, scripts, [body.cmds].flat(), [body.cmd]].flat().flatMap(stepsOf);
}

/** `deploy-*` is a task for every name that begins with `deploy-`. */
function wildcardOf(name: string, tasks: ReadonlyMap<string, Task>): readonly [string, string] {
  for (const key of tasks.keys()) {
    const [before = '', after] = key.split('*');
    if (after !== undefined && name.startsWith(before) && name.endsWith(after))
      return [key, name.slice(before.length, name.length - after.length)];
  }
  return [name, ''];
}

function withValues(
  before: ReadonlyMap<string, string>,
  given: unknown,
  around: ReadonlyMap<string, string> = before,
): ReadonlyMap<string, string> {
  const values = new Map(before);
  const known = new Map(around);
  for (const [name, value] of entriesOf(given)) {
    if (isObject(value) && typeof value.sh === 'string') values.set(name, `$(${filled(value.sh, known)})`);
    else if (isObject(value) || Array.isArray(value) || value === null) values.delete(name);
    else values.set(name, filled(String(value), known));
    known.set(name, values.get(name) ?? shellReference(name));
  }
  return values;
}

/** Fills in templates such as `{{.ENV}}`. What is not known is left to the shell. */
function filled(text: string, variables: ReadonlyMap<string, string>): string {
  const value = text.replace(/\{\{-?([^}]*?)-?\}\}/g, (_, inside: string) => {
    const expression = inside.trim();
    const [, name, fallback] = /^\.([A-Za-z_]\w*)(?:\s*\|\s*default\s+"([^"]*)")?$/.exec(expression) ?? [];
    if (name !== undefined) return variables.get(name) ?? fallback ?? shellReference(name);
    const match = /^index \.MATCH \d+$/.test(expression) ? variables.get('MATCH') : undefined;
    const swapped = /^default "([^"]*)" \.([A-Za-z_]\w*)$/.exec(expression);
    return match ?? variables.get(swapped?.[2] ?? '') ?? swapped?.[1] ?? unknownReference;
  });
  return boundedValue(value);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function joined(folder: string, path: string): string {
  return path.startsWith('/') ? path : `${folder}/${path}`;
}
