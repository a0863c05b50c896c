/** The settings as they hold for one plan: which environment it is for, who owns what, what it may touch. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import type { Plan } from '../model/plan.ts';
import { objectAt } from '../model/plan-json.ts';
import type { RootModule } from '../source/root-module.ts';
import type { ApprovalSettings, Config, EnvironmentSource, ExceptionSource, LimitsSource } from '../source/settings.ts';
import { coversPath, matchesGlob } from '../text/glob.ts';
import { isObject } from '../text/is-object.ts';
import { type Critical, toCritical } from './critical.ts';
import { limitsByOwner, type Owners, strictest, toOwners } from './owner.ts';
import { type Scope, toScope } from './scope.ts';

/** What is said beside the settings file, on the command line; it adds to the file, and lifts no limit of it. */
export interface SettingsFlags {
  readonly environment?: string | undefined;
  readonly scope?: readonly string[];
  readonly maxDestroy?: number | undefined;
  /** Actions; nothing else is allowed. */
  readonly allow?: readonly string[] | undefined;
  /** Address patterns. */
  readonly critical?: readonly string[];
  /** Files that the change touches, from the top of the repository. */
  readonly changedFiles?: readonly string[] | undefined;
}

export interface Settings extends RootModule {
  /** As it should be shown; null: there is no file. */
  readonly file: string | null;
  /** Name of the first environment that matches; null: none. */
  readonly environment: string | null;
  /** Of the directory, by its own rules; null: nobody. */
  readonly owner: string | null;
  readonly owners: Owners;
  /** null: a change may touch anything. */
  readonly scope: Scope | null;
  readonly limits: LimitsSource;
  readonly ownerLimits: ReadonlyMap<string, LimitsSource>;
  readonly critical: Critical;
  readonly approvals: ApprovalSettings;
  readonly groups: Config['groups'];
  /** Those that can apply here, expired ones included. */
  readonly exceptions: readonly ExceptionSource[];
}

/** The named environment must exist, and a scope must be an owner or an address pattern: `checkFlags` tells. */
export function resolveSettings(options: {
  readonly config: Config;
  readonly place: RootModule;
  /** null: there is none; environments that are known by variables or addresses do not match then. */
  readonly plan: Plan | null;
  readonly flags: SettingsFlags;
  /** Something shows that an agent took part in the change. */
  readonly aiAssisted: boolean;
}): Settings {
  const { config, place, flags, aiAssisted } = options;
  const environment = config.environments.find(
    flags.environment === undefined ? (each) => applies(each, options) : ({ name }) => name === flags.environment,
  );
  const owners = toOwners(config.owners, place);
  const owner = place.directory === null ? null : owners.ofPath(place.directory);
  const { critical } = config;
  return {
    ...place,
    file: config.file,
    environment: environment?.name ?? null,
    owner,
    owners,
    scope: scopeOf({ config, flags, owners, owner }),
    limits: [
      config.limits,
      environment?.limits ?? {},
      ...(aiAssisted ? [config, environment].map((each) => each?.approvals?.aiAssisted?.limits ?? {}) : []),
      limitsOf(flags),
    ].reduce(strictest),
    ownerLimits: limitsByOwner(config.owners),
    critical: toCritical({
      ...critical,
      addresses: [...(critical.addresses ?? []), ...(flags.critical ?? [])],
    }),
    approvals: { ...config.approvals, ...environment?.approvals },
    groups: config.groups,
    exceptions: config.exceptions.filter(
      ({ environments, directories }) =>
        (environments === undefined || environments.some((name) => name === environment?.name)) &&
        (directories === undefined || isCovered(directories, place.directory)),
    ),
  };
}

function applies(
  environment: EnvironmentSource,
  { place, plan }: { readonly place: RootModule; readonly plan: Plan | null },
): boolean {
  const { workspaces = [], directories = [], variables = {}, addresses = [] } = environment;
  const { directory, workspace } = place;
  if (workspace !== null && workspaces.some((pattern) => matchesGlob(pattern, workspace))) return true;
  if (isCovered(directories, directory)) return true;
  if (plan === null) return false;
  if (Object.entries(variables).some(([name, pattern]) => valueMatches(plan, name, String(pattern)))) return true;
  if (addresses.length === 0) return false;
  const matches = toAddressMatcher(addresses);
  return [...plan.changes, ...plan.untouched].some(({ address }) => matches(address));
}

function isCovered(patterns: readonly string[], directory: string | null): boolean {
  return directory !== null && patterns.some((pattern) => coversPath(pattern, directory));
}

/** A sensitive value is not even compared: what matches would tell it. */
function valueMatches({ document }: Plan, name: string, pattern: string): boolean {
  const declared = objectAt(document.configuration, 'variables', name);
  if (declared.sensitive === true) return false;
  const given = Object.hasOwn(document.variables, name) ? document.variables[name] : undefined;
  const value = isObject(given) ? given.value : declared.default;
  return ['string', 'number', 'boolean'].includes(typeof value) && matchesGlob(pattern, String(value));
}

/** Declared by file and flag (what both cover); else what the changed files, or the directory itself, belong to. */
function scopeOf(from: {
  readonly config: Config;
  readonly flags: SettingsFlags;
  readonly owners: Owners;
  readonly owner: string | null;
}): Scope | null {
  const { config, flags, owners, owner } = from;
  const declared = [config.scope, flags.scope ?? []].filter((names) => names.length > 0);
  if (declared.length > 0) return toScope(declared, { inferred: false });
  const changed = new Set((flags.changedFiles ?? []).flatMap((path) => owners.ofPath(path) ?? []));
  if (changed.size > 0) return toScope([[...changed].sort()], { inferred: true });
  return owner === null ? null : toScope([[owner]], { inferred: true });
}

function limitsOf({ maxDestroy, allow }: SettingsFlags): LimitsSource {
  return { ...(maxDestroy !== undefined && { destroys: maxDestroy }), ...(allow !== undefined && { actions: allow }) };
}
