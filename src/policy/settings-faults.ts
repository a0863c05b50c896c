/** Checks settings beyond the schema: names, patterns and dates. */
import type { Fault } from '../errors.ts';
import { isAddressPattern } from '../model/address-pattern.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import type { ApprovalSettings, Config } from '../source/settings.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { exceptionFaults } from './exception-faults.ts';
import { freezeFaults } from './freeze-faults.ts';
import { type Policy, toNotExcepted } from './policy.ts';
import { rejected, type SettingsFault, withLocation } from './settings-fault.ts';

/**
 * Returns every fault of the settings with its location.
 * @param options.complete false: some policies could not be read
 * @param options.cut sections with dropped faulty parts, so that not all of their names are known
 */
export function settingsFaults(
  config: Config,
  policies: readonly Policy[],
  options: { readonly complete?: boolean; readonly droppedSections?: ReadonlySet<string> } = {},
): readonly Fault[] {
  const { complete = true, droppedSections = new Set() } = options;
  const known = {
    policies: complete ? policies.map(({ id }) => id) : null,
    notExcepted: toNotExcepted(policies),
    environments: droppedSections.has('environments') ? null : config.environments.map(({ name }) => name),
    mostDays: droppedSections.has('max-exception-days') ? null : config.maxExceptionDays,
  };
  const mistakes = [
    ...patternMistakes(config),
    ...directoryMistakes(config),
    ...workspaceMistakes(config),
    ...nameMistakes(config, droppedSections),
    ...(droppedSections.has('groups') ? [] : groupMistakes(config)),
    ...config.exceptions.flatMap((exception, i) =>
      exceptionFaults(exception, known).map(({ path, ...rest }) => ({ ...rest, path: ['exceptions', i, ...path] })),
    ),
    ...config.freezes.flatMap((freeze, i) =>
      freezeFaults(freeze, known).map(({ path, ...rest }) => ({ ...rest, path: ['freezes', i, ...path] })),
    ),
  ];
  return mistakes.map((mistake) => withLocation(mistake, config));
}

/** Returns names given on the command line that the settings file does not define. */
export function flagFaults(config: Config, { environment, scope = [] }: SettingsFlags): readonly Fault[] {
  const names = config.environments.map(({ name }) => name);
  const unknown = environment !== undefined && !names.includes(environment);
  const known =
    names.length > 0
      ? `Environments are ${names.join(', ')}.`
      : 'The settings define no environments. Add it to firebreak.yaml, or leave out --environment.';
  return [
    ...(unknown
      ? [{ message: `unknown environment \`${environment}\``, hint: didYouMean(environment, names) ?? known }]
      : []),
    ...scope.flatMap((name) => {
      const mistake = scopeMistake(name, config);
      return mistake ? [{ message: mistake.message, hint: mistake.hint }] : [];
    }),
  ];
}

function patternMistakes({ environments, owners, critical, exceptions }: Config): readonly SettingsFault[] {
  const lists: readonly (readonly [path: readonly (string | number)[], patterns: readonly string[] | undefined])[] = [
    ...environments.map(({ addresses }, i) => [['environments', i, 'addresses'], addresses] as const),
    ...owners.map(({ addresses }, i) => [['owners', i, 'addresses'], addresses] as const),
    ...owners.map(({ modules }, i) => [['owners', i, 'modules'], modules] as const),
    [['critical', 'addresses'], critical.addresses],
  ];
  const listed = lists.flatMap(([path, patterns = []]) => patterns.map((text, i) => ({ path: [...path, i], text })));
  const single = exceptions.map(({ address }, i) => ({ path: ['exceptions', i, 'address'], text: address }));
  return [...listed, ...single]
    .filter(({ text }) => text !== rejected)
    .flatMap(({ path, text }) => patternFaults([text]).map((fault) => ({ path, ...fault })));
}

/** Returns a fault for each text that is not an address pattern. */
export function patternFaults(
  texts: readonly string[],
): readonly { readonly message: string; readonly hint: string }[] {
  return texts
    .filter((text) => !isAddressPattern(text))
    .map((text) => ({
      message: `\`${text}\` is not an address pattern`,
      hint: 'For example: module.prod.** or aws_db_instance.main["eu"]',
    }));
}

/** Directories are paths below the top of the repository, so these patterns would never match. */
function directoryMistakes({ environments, owners, exceptions, freezes }: Config): readonly SettingsFault[] {
  const sections = { environments, owners, exceptions, freezes };
  return Object.entries(sections).flatMap(([section, entries]) =>
    entries.flatMap(({ directories = [] }, i) =>
      directories.flatMap((text, j) =>
        text.startsWith('/') || text.split('/').includes('..')
          ? [
              {
                path: [section, i, 'directories', j],
                message: `\`${text}\` is outside of the repository`,
                hint: 'Write the path from the top of the repository, for example live/prod.',
              },
            ]
          : [],
      ),
    ),
  );
}

/** A rule for a group that does not exist would be lost without a word. */
function groupMistakes({ approvals, environments, groups }: Config): readonly SettingsFault[] {
  const names = Object.keys(groups);
  const check = (path: readonly (string | number)[], name: string): readonly SettingsFault[] =>
    name === rejected || names.includes(name)
      ? []
      : [
          {
            path,
            message: `unknown group \`${name}\``,
            hint: didYouMean(name, names) ?? `Define it: groups: { ${name}: [login] }`,
          },
        ];
  const checkAll = ({ from = [], aiAssisted, breakGlass }: ApprovalSettings, path: readonly (string | number)[]) => [
    ...from.flatMap((name, i) => check([...path, 'from', i], name)),
    ...(breakGlass === undefined ? [] : check([...path, 'break-glass', 'group'], breakGlass.group)),
    ...(aiAssisted?.group === undefined ? [] : check([...path, 'ai-assisted', 'group'], aiAssisted.group)),
  ];
  return [
    ...checkAll(approvals ?? {}, ['approvals']),
    ...environments.flatMap((each, i) => checkAll(each.approvals ?? {}, ['environments', i, 'approvals'])),
  ];
}

/**
 * Terraform does not allow these characters in the name of a workspace (`validWorkspaceName`), so the entry would
 * never match.
 */
function workspaceMistakes({ environments }: Config): readonly SettingsFault[] {
  return environments.flatMap(({ workspaces = [] }, i) =>
    workspaces.flatMap((text, j) =>
      /[[\]{}?/]/.test(text)
        ? [
            {
              path: ['environments', i, 'workspaces', j],
              message: `\`${text}\` cannot be a workspace`,
              hint: 'In this pattern only * is special. Write one entry for each name.',
            },
          ]
        : [],
    ),
  );
}

function nameMistakes(config: Config, droppedSections: ReadonlySet<string>): readonly SettingsFault[] {
  const { environments, owners, scope } = config;
  const names = environments.map(({ name }) => name);
  return [
    ...names.flatMap((name, i) =>
      name !== rejected && names.indexOf(name) < i
        ? [{ path: ['environments', i, 'name'], message: `environment \`${name}\` is defined twice` }]
        : [],
    ),
    ...owners.flatMap(({ owner, addresses, modules, directories, tags }, i) =>
      droppedSections.has('owners') || addresses || modules || directories || tags
        ? []
        : [
            {
              path: ['owners', i],
              message: `owner \`${owner}\` owns nothing`,
              hint: 'Add addresses, modules, directories or tags.',
            },
          ],
    ),
    ...scope.flatMap((name, i) => {
      const mistake = droppedSections.has('owners') ? undefined : scopeMistake(name, config);
      return mistake ? [{ path: ['scope', i], ...mistake }] : [];
    }),
  ];
}

/** A single word must be an owner. Longer names may be a module or a pattern. */
function scopeMistake(
  name: string,
  { owners }: Config,
): { readonly message: string; readonly hint: string } | undefined {
  const names = owners.map(({ owner }) => owner);
  if (names.includes(name) || (/[.*]/.test(name) && isAddressPattern(name))) return undefined;
  const known = names.length > 0 ? `Owners are ${[...new Set(names)].join(', ')}.` : 'The settings define no owners.';
  return {
    message: `\`${name}\` is neither an owner nor an address pattern`,
    hint: didYouMean(name, names) ?? `${known} A pattern is, for example, module.${name}`,
  };
}
