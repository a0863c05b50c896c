/** `firebreak init`: writes a first `firebreak.yaml` from what the repository shows, without asking. */
import { join, relative, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { write } from '../../app/output.ts';
import { InputError, PolicyError, UsageError } from '../../errors.ts';
import { toCatalog } from '../../model/catalog.ts';
import { settingsFaults } from '../../policy/settings-faults.ts';
import { readConfiguration } from '../../read/configuration/configuration.ts';
import { isThere } from '../../read/files/is-there.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { repositoryPath } from '../../read/settings/find-settings.ts';
import { scanRepository } from '../../read/settings/scan-repository.ts';
import { checkConfig } from '../../read/settings/settings-file.ts';
import { parseYaml } from '../../read/settings/yaml.ts';
import { renderDraft, type SettingsDraft } from '../../report/commands/settings-draft.ts';
import { terminal } from '../../report/escape.ts';
import { count } from '../../report/wording/words.ts';
import type { Configuration } from '../../source/plan-and-configuration.ts';
import type { ExitCode } from '../command.ts';
import { findCritical, findEnvironments, findOwners } from '../init-findings.ts';

/** Adds the usage, options and examples of `firebreak init`. */
export function options(yargs: Argv) {
  return yargs
    .usage(
      '$0 init [DIR]\n\nWrites a commented firebreak.yaml with environments (from directories, workspaces and variable files), owners (from CODEOWNERS) and critical addresses (from the configuration).',
    )
    .positional('dir', { type: 'string', default: '.', describe: 'top folder of the repository' })
    .option('force', { type: 'boolean', default: false, describe: 'overwrite an existing file' })
    .example('$0 init', 'then check it with: firebreak validate');
}

const fileName = 'firebreak.yaml';
/** Reading configuration takes time, and the addresses of more roots would be too long a list for one file. */
const mostRoots = 12;

/**
 * Writes the settings file.
 * @throws {UsageError} if the file exists, unless `--force` is given
 */
export async function run(args: { readonly dir: string; readonly force: boolean }): Promise<ExitCode> {
  const cwd = process.cwd();
  const dir = resolve(cwd, args.dir);
  const file = join(args.dir === '.' ? '' : args.dir, fileName);
  if (!(await isThere(dir))) {
    throw new UsageError({ file: args.dir, message: 'no such folder', hint: 'Name the top folder of the repository.' });
  }
  for (const name of [fileName, 'firebreak.yml']) {
    if (!args.force && (await isThere(join(dir, name)))) throw new UsageError(alreadyThere(join(args.dir, name)));
  }
  const draft = await toDraft(dir, cwd);
  const text = renderDraft(draft);
  await refuseUnsound(text);
  await write(join(dir, fileName), text, 'the settings', { flag: args.force ? 'w' : 'wx' });
  process.stdout.write(`${summary(file, draft).join('\n')}\n`);
  return 0;
}

async function toDraft(dir: string, cwd: string): Promise<SettingsDraft> {
  const scan = await scanRepository(dir);
  const top = await repositoryPath({ dir, config: null, cwd });
  const { catalog } = readBuiltinPolicies();
  const roots = scan.roots.slice(0, mostRoots);
  const configurations = await Promise.all(
    roots.map((root) => readable(join(dir, root), relative(cwd, join(dir, root)) || '.')),
  );
  return {
    environments: findEnvironments(scan, top),
    owners: findOwners(scan, top),
    ownersFrom: scan.codeowners?.file ?? null,
    critical: findCritical(
      configurations.flatMap((each) => (each ? [each] : [])),
      toCatalog(catalog),
    ),
    oneRoot: scan.roots.length === 1,
  };
}

/** Configuration that cannot be read is ignored; `check` reports the reason. */
async function readable(dir: string, shownAs: string): Promise<Configuration | null> {
  try {
    return await readConfiguration({ dir, shownAs });
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Folder names can be anything, so the generated text is checked before it is written. */
async function refuseUnsound(text: string): Promise<void> {
  const yaml = await parseYaml(fileName, { text, empty: true });
  if (!('value' in yaml)) throw new PolicyError(yaml);
  const { config, faults } = await checkConfig(yaml);
  const all = [...faults, ...settingsFaults(config, readBuiltinPolicies().policies)];
  if (all.length > 0) throw new PolicyError(all);
}

function alreadyThere(file: string): { readonly file: string; readonly message: string; readonly hint: string } {
  return { file, message: 'exists, and was not changed', hint: 'To overwrite it: firebreak init --force' };
}

function summary(
  file: string,
  { environments, owners, ownersFrom, critical, oneRoot }: SettingsDraft,
): readonly string[] {
  const names = environments.map(({ stage }) => stage).join(', ');
  const patterns = count(critical.length, 'address', 'addresses');
  return [
    `Wrote ${terminal(file)}.`,
    `  environments  ${names || 'none found, see the example in the file'}`,
    `  owners        ${ownersFrom === null ? 'no CODEOWNERS found, see the example in the file' : `${owners.length} from ${terminal(ownersFrom)}`}`,
    `  critical      ${critical.length === 0 ? 'no data stores found' : `${patterns}${oneRoot ? '' : ', commented out because there are several root modules'}`}`,
    'Read the file. Then check it, and see its effect on a plan:',
    '  firebreak validate',
    '  firebreak check plan.json',
  ];
}
