/** Checks settings beyond the schema: names, patterns and dates. */
import type { Fault } from '../errors.ts';
import { isAddressPattern } from '../model/address-pattern.ts';
import type { SettingsFlags } from '../settings/resolve.ts';
import type { Config, ExceptionSource } from '../source/settings.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { type Policy, toNotExcepted } from './policy.ts';
import { type SettingsFault, withLocation } from './settings-fault.ts';

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
    ...workspaceMistakes(config),
    ...nameMistakes(config, droppedSections),
    ...config.exceptions.flatMap((exception, i) =>
      exceptionMistakes(exception, known).map(({ path, ...rest }) => ({ ...rest, path: ['exceptions', i, ...path] })),
    ),
  ];
  return mistakes.map((mistake) => withLocation(mistake, config));
}

/** Returns names given on the command line that the settings file does not define. */
export function flagFaults(config: Config, { environment, scope = [] }: SettingsFlags): readonly Fault[] {
  const names = config.environments.map(({ name }) => name);
  const unknown = environment !== undefined && !names.includes(environment);
  const known = names.length > 0 ? `there are ${names.join(', ')}` : 'the settings name none';
  return [
    ...(unknown
      ? [{ message: `there is no environment \`${environment}\``, hint: didYouMean(environment, names) ?? known }]
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
  return [...listed, ...single].flatMap(({ path, text }) => patternFaults([text]).map((fault) => ({ path, ...fault })));
}

/** Returns a fault for each text that is not an address pattern. */
export function patternFaults(
  texts: readonly string[],
): readonly { readonly message: string; readonly hint: string }[] {
  return texts
    .filter((text) => !isAddressPattern(text))
    .map((text) => ({
      message: `\`${text}\` is no address pattern`,
      hint: 'for example module.prod.** or aws_db_instance.main["eu"]; a key is closed by its bracket',
    }));
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
              message: `no workspace can be called \`${text}\``,
              hint: 'in a glob, * stands for any letters, and nothing else is special; write an entry for each name',
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
      names.indexOf(name) < i
        ? [{ path: ['environments', i, 'name'], message: `there is an environment \`${name}\` already` }]
        : [],
    ),
    ...owners.flatMap(({ owner, addresses, modules, directories, tags }, i) =>
      droppedSections.has('owners') || addresses || modules || directories || tags
        ? []
        : [
            {
              path: ['owners', i],
              message: `\`${owner}\` owns nothing`,
              hint: 'give addresses, modules, directories or tags',
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
  const known = names.length > 0 ? `owners are ${[...new Set(names)].join(', ')}` : 'the settings name no owner';
  return {
    message: `\`${name}\` is neither an owner nor an address pattern`,
    hint: didYouMean(name, names) ?? `${known}; a pattern is, for example, module.${name}`,
  };
}

interface KnownNames {
  readonly policies: readonly string[] | null;
  readonly notExcepted: ReadonlySet<string>;
  readonly environments: readonly string[] | null;
  readonly mostDays: number | null;
}

function exceptionMistakes(exception: ExceptionSource, known: KnownNames): readonly SettingsFault[] {
  const { policies, environments } = known;
  const { policy } = exception;
  const unknownPolicy = {
    path: ['policy'],
    message: `there is no policy \`${policy}\``,
    hint: didYouMean(policy, policies ?? []),
  };
  const hard = {
    path: ['policy'],
    message: `no exception lifts \`${policy}\``,
    hint: 'its policy limits it with `overridable`: what it finds must be put right in the plan',
  };
  return [
    ...(policies === null || policies.includes(policy) ? [] : [unknownPolicy]),
    ...(known.notExcepted.has(policy) ? [hard] : []),
    ...(exception.environments ?? []).flatMap((name, i) =>
      environments === null || environments.includes(name)
        ? []
        : [
            {
              path: ['environments', i],
              message: `there is no environment \`${name}\``,
              hint: didYouMean(name, environments),
            },
          ],
    ),
    ...dateMistakes(exception, known.mostDays),
  ];
}

const day = 24 * 60 * 60 * 1000;

function dateMistakes({ created, expires }: ExceptionSource, most: number | null): readonly SettingsFault[] {
  const wrong = Object.entries({ created, expires }).flatMap(([name, text]) =>
    isDay(text) ? [] : [{ path: [name], message: `\`${text}\` is no date`, hint: 'write YYYY-MM-DD' }],
  );
  if (wrong.length > 0) return wrong;
  const days = (Date.parse(expires) - Date.parse(created)) / day;
  if (days < 0) return [{ path: ['expires'], message: `lies before \`created\` (${created})` }];
  if (most === null || days <= most) return [];
  const latest = new Date(Date.parse(created) + most * day).toISOString().slice(0, 10);
  return [
    {
      path: ['expires'],
      message: `is ${days} days after \`created\`, and at most ${most} are allowed`,
      hint: `the latest day is ${latest}; \`max-exception-days\` sets the limit`,
    },
  ];
}

/** Whether the text is an existing day of the calendar in the form `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
