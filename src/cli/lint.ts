/** `firebreak lint`: what can be judged of configuration before there is a plan. */
import { dirname, relative, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { analyze } from '../analyze.ts';
import { InputError } from '../errors.ts';
import { toCatalog } from '../model/catalog.ts';
import type { Rules } from '../policy/rulebook.ts';
import { repositoryPath } from '../read/config-file.ts';
import { readConfiguration } from '../read/configuration.ts';
import { type CommitTree, checkOutConfiguration } from '../read/git-tree.ts';
import { moduleFiles } from '../read/module-files.ts';
import { readBuiltinPolicies } from '../read/policies.ts';
import { listFiles } from '../read/small-file.ts';
import type { Configuration } from '../read/sources.ts';
import { lintLines } from '../report/lint.ts';
import type { Finding } from '../verdict/report.ts';
import { version } from '../version.ts';
import type { ExitCode } from './command.ts';
import { type PlainFormat, print, withFormat } from './format-option.ts';
import { settingsLoader } from './settings.ts';
import { toNow } from './settings-options.ts';

export function options(yargs: Argv) {
  return withFormat(
    yargs
      .usage(
        '$0 lint [DIR|FILE...]\n\nJudges configuration without a plan: where the state is kept, `prevent_destroy` that was taken away,\n`destroy = false` that was added, files that cannot be read, and the settings. Exit 0 pass, 1 fail, 2 could not judge.',
      )
      .positional('paths', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'root modules, or files of modules (default: here)',
      })
      .option('base', {
        type: 'string',
        requiresArg: true,
        describe: 'commit that the change is against (default: PRE_COMMIT_FROM_REF, else HEAD)',
      })
      .option('base-dir', {
        type: 'string',
        requiresArg: true,
        describe: 'folder with the configuration before the change',
      })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'settings (default: firebreak.yaml, upwards from each module)',
      }),
  )
    .example('$0 lint live/prod', 'one root module, against the last commit')
    .example('$0 lint --base origin/main live/*', 'what a branch changes');
}

interface LintArguments {
  readonly paths: readonly string[];
  readonly base: string | undefined;
  readonly baseDir: string | undefined;
  readonly config: string | undefined;
  readonly format: PlainFormat;
}

interface Linted {
  readonly dir: string;
  /** Whether there is something to compare it with. */
  readonly compared: boolean;
  readonly findings: readonly Finding[];
}

export async function run(args: LintArguments): Promise<ExitCode> {
  const cwd = process.cwd();
  const builtin = readBuiltinPolicies();
  const load = settingsLoader({ named: args.config, policies: builtin.policies, flags: {}, cwd });
  const targets = await toTargets(args.paths);
  const commit = args.base ?? (process.env.PRE_COMMIT_FROM_REF || 'HEAD');
  const tree = args.baseDir === undefined ? await checkOutConfiguration({ directory: cwd, commit }) : null;
  const linted: Linted[] = [];
  try {
    // Faulty settings are told even where no module is named.
    if (targets.length === 0) await load([cwd]);
    for (const target of targets) {
      const loaded = await load([resolve(target.dir), cwd]);
      const base = await baseOf(target.dir, { tree, baseDir: args.baseDir });
      const place = { directory: await repositoryPath({ dir: resolve(target.dir), config: loaded.file, cwd }) };
      const report = analyze({
        source: { file: target.dir, sha256: '', json: emptyPlan },
        configuration: await readConfiguration({ dir: target.dir, shownAs: target.dir, env: process.env }),
        base,
        catalog: toCatalog(builtin.catalog),
        policies: (environment) => ofConfiguration(loaded.rules(environment)),
        settings: { config: loaded.config, place: { ...place, workspace: null }, flags: {} },
        now: toNow(undefined),
        version,
      });
      if (report.verdict === 'error') throw new InputError((report.errors ?? []).map((message) => ({ message })));
      const findings = report.findings.filter(({ subject }) => target.root || subject.kind !== 'backend');
      linted.push({ dir: target.dir, compared: base !== null, findings });
    }
  } finally {
    await tree?.remove();
  }
  const failed = linted.some(({ findings }) =>
    findings.some(({ enforcement, exception }) => enforcement !== 'advisory' && !exception),
  );
  print(args.format, {
    lines: (page) => lintLines(page, linted, { failed }),
    json: { schema: 'firebreak.lint/1', ok: !failed, modules: linted },
  });
  return failed ? 1 : 0;
}

/** Nothing of a plan is judged: there is none. */
const emptyPlan = {
  format_version: '1.2',
  terraform_version: '1.0.0',
  planned_values: {},
  resource_changes: [],
  configuration: { root_module: {} },
};

function ofConfiguration({ policies, off }: Rules): Rules {
  return { policies: policies.filter(({ policy }) => ['block', 'backend'].includes(policy.subject)), off };
}

interface Target {
  readonly dir: string;
  /** Where Terraform runs: the backend of a module that others call is none of its own. */
  readonly root: boolean;
}

/** Named folders, and those of named files; a folder that was only named by a file is a root if it looks like one. */
async function toTargets(paths: readonly string[]): Promise<readonly Target[]> {
  const found = new Map<string, Target>();
  for (const path of paths.length > 0 ? paths : ['.']) {
    const isFile = moduleFiles([path.split(/[/\\]/).at(-1) ?? '']).length > 0;
    const settings = /(?:^|[/\\])firebreak\.ya?ml$/.test(path);
    if (settings) continue;
    const dir = relative(process.cwd(), isFile ? dirname(resolve(path)) : resolve(path)) || '.';
    const names = (await listFiles(dir)) ?? [];
    // A file that was deleted may have been the last of its module.
    if (isFile && moduleFiles(names).length === 0) continue;
    const root = !isFile || names.includes('.terraform.lock.hcl') || found.get(dir)?.root === true;
    found.set(dir, { dir, root });
  }
  return [...found.values()].sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** null where there is nothing to compare with: a new module, or no repository. */
async function baseOf(
  dir: string,
  from: { readonly tree: CommitTree | null; readonly baseDir: string | undefined },
): Promise<Configuration | null> {
  const folder = from.baseDir ?? (await from.tree?.of(dir)) ?? null;
  if (folder === null || moduleFiles((await listFiles(folder)) ?? []).length === 0) return null;
  return readConfiguration({ dir: folder, shownAs: dir });
}
