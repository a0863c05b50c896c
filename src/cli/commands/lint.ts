/** `firebreak lint`: judges configuration before there is a plan. */
import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { settingsLoader } from '../../app/load-settings.ts';
import { readBaseConfiguration } from '../../app/read-base.ts';
import { InputError } from '../../errors.ts';
import { evaluateConfiguration } from '../../evaluate-configuration.ts';
import { toCatalog } from '../../model/catalog.ts';
import { readConfiguration } from '../../read/configuration/configuration.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { repositoryPath } from '../../read/settings/find-settings.ts';
import { lintLines } from '../../report/commands/lint.ts';
import type { Configuration } from '../../source/plan-and-configuration.ts';
import type { Finding } from '../../verdict/report.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormatAndQuiet } from '../format-option.ts';
import { openBase } from '../lint-base.ts';
import { findLintTargets } from '../lint-targets.ts';
import { toNow } from '../settings-options.ts';

/** Adds the usage, options and examples of `firebreak lint`. */
export function options(yargs: Argv) {
  return withFormatAndQuiet(
    yargs
      .usage(
        '$0 lint [DIR|FILE...]\n\nChecks configuration without a plan: state backends, removed `prevent_destroy`, added `destroy = false`, unreadable files, and the settings. Exit status: 0 pass, 1 fail, 2 no verdict.',
      )
      .positional('paths', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'root modules, or files of modules (default: current directory)',
      })
      .option('base', {
        type: 'string',
        requiresArg: true,
        describe: 'commit to compare with (default: PRE_COMMIT_FROM_REF, else HEAD)',
      })
      .option('base-dir', {
        type: 'string',
        requiresArg: true,
        describe: 'folder to compare with',
      })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'settings file (default: nearest firebreak.yaml, from each module upwards)',
      }),
  )
    .example('$0 lint live/prod', 'one root module, compared with the last commit')
    .example('$0 lint --base origin/main live/*', 'the changes of a branch');
}

interface LintArguments {
  readonly paths: readonly string[];
  readonly base: string | undefined;
  readonly baseDir: string | undefined;
  readonly config: string | undefined;
  readonly format: PlainFormat;
  readonly quiet: boolean;
}

interface Linted {
  readonly dir: string;
  /** Whether there is a base to compare with. */
  readonly compared: boolean;
  readonly findings: readonly Finding[];
}

/** Judges the modules. Returns 1 if one has a finding that is more than an advisory. */
export async function run(args: LintArguments): Promise<ExitCode> {
  const cwd = process.cwd();
  const builtin = readBuiltinPolicies();
  const load = settingsLoader({ named: args.config, policies: builtin.policies, flags: {}, cwd });
  const base = await openBase({ ...args, env: process.env });
  const linted: Linted[] = [];
  try {
    const { modules, settings } = await findLintTargets(args.paths, base);
    // Faulty settings are reported even if no module is named.
    for (const dir of settings) await load([resolve(dir), cwd]);
    for (const { dir, root, gone } of modules) {
      const loaded = await load([resolve(dir), cwd]);
      const before = await readBaseConfiguration(await base.of(dir), dir);
      const directory = await repositoryPath({ dir: resolve(dir), config: loaded.file, cwd });
      const { findings, faults } = evaluateConfiguration({
        configuration: gone ? nothingIn(dir) : await readConfiguration({ dir, shownAs: dir, env: process.env }),
        base: before,
        catalog: toCatalog(builtin.catalog),
        policies: loaded.rules,
        config: loaded.config,
        rootModule: { directory, workspace: null },
        now: toNow(undefined),
      });
      if (faults.length > 0) throw new InputError(faults);
      linted.push({
        dir,
        compared: before !== null,
        findings: findings.filter(({ subject }) => (root && !gone) || subject.kind !== 'backend'),
      });
    }
  } finally {
    await base.remove();
  }
  const failed = linted.some(({ findings }) =>
    findings.some(({ enforcement, exception }) => enforcement !== 'advisory' && !exception),
  );
  print(args, {
    lines: (page) => lintLines(page, linted, { failed }),
    json: { schema: 'firebreak.lint/1', ok: !failed, modules: linted },
  });
  return failed ? 1 : 0;
}

/** The empty configuration of a deleted module. */
function nothingIn(dir: string): Configuration {
  const module = { address: '', dir, backend: null, resources: [], removed: [], moved: [], calls: [] };
  return {
    root: dir,
    origin: 'directory',
    modules: [module],
    unreadable: [],
    initialised: null,
    terragrunt: null,
    stateFiles: [],
  };
}
