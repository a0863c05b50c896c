/** Resolves the settings for one plan: its environment, owners, scope and limits. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import type { Plan } from '../model/plan.ts';
import { objectAt } from '../model/plan-json.ts';
import type { RootModule } from '../source/root-module.ts';
import type {
  ApprovalSettings,
  Config,
  EnvironmentSource,
  ExceptionSource,
  FreezeSource,
  LimitsSource,
} from '../source/settings.ts';
import { coversPath, matchesGlob } from '../text/glob.ts';
import { isObject } from '../text/is-object.ts';
import { type Critical, toCritical } from './critical.ts';
import { limitsByOwner, type Owners, strictestLimits, toOwners } from './owner.ts';
import { type Scope, toScope } from './scope.ts';

/** Settings given on the command line. They add to the file and cannot raise its limits. */
export interface SettingsFlags {
  readonly environment?: string | undefined;
  readonly scope?: readonly string[];
  readonly maxDestroy?: number | undefined;
  /** The only allowed actions. */
  readonly allow?: readonly string[] | undefined;
  /** Address patterns. */
  readonly critical?: readonly string[];
  /** Files that the change touches, relative to the repository. */
  readonly changedFiles?: readonly string[] | undefined;
}

/** The settings that apply to one plan. */
export interface Settings extends RootModule {
  /** Path for display; null if there is no settings file. */
  readonly file: string | null;
  /** Name of the first matching environment; null if none matches. */
  readonly environment: string | null;
  /** Owner of the directory, by directory rules; null if there is none. */
  readonly owner: string | null;
  readonly owners: Owners;
  /** null: a change may touch anything. */
  readonly scope: Scope | null;
  readonly limits: LimitsSource;
  readonly ownerLimits: ReadonlyMap<string, LimitsSource>;
  readonly critical: Critical;
  readonly approvals: ApprovalSettings;
  readonly groups: Config['groups'];
  /** Exceptions for this environment and directory, including expired ones. */
  readonly exceptions: readonly ExceptionSource[];
  /** Freezes for this environment and directory, in force or not. */
  readonly freezes: readonly FreezeSource[];
}

/** Returns the settings for this plan. Names of environments and scopes are not checked here; `checkFlags` does. */
export function resolveSettings(options: {
  readonly config: Config;
  readonly rootModule: RootModule;
  /** null: there is none; environments that are known by variables or addresses do not match then. */
  readonly plan: Plan | null;
  readonly flags: SettingsFlags;
  /** Whether there is a sign that an AI agent took part in the change. */
  readonly aiAssisted: boolean;
}): Settings {
  const { config, rootModule, flags, aiAssisted } = options;
  const environment = config.environments.find(
    flags.environment === undefined ? (each) => applies(each, options) : ({ name }) => name === flags.environment,
  );
  const owners = toOwners(config.owners, rootModule);
  const owner = rootModule.directory === null ? null : owners.ofPath(rootModule.directory);
  const { critical } = config;
  const isHere = ({ environments, directories }: Pick<ExceptionSource, 'environments' | 'directories'>): boolean =>
    (environments === undefined || environments.some((name) => name === environment?.name)) &&
    (directories === undefined || isCovered(directories, rootModule.directory));
  return {
    ...rootModule,
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
    ].reduce(strictestLimits),
    ownerLimits: limitsByOwner(config.owners),
    critical: toCritical({
      ...critical,
      addresses: [...(critical.addresses ?? []), ...(flags.critical ?? [])],
    }),
    approvals: { ...config.approvals, ...environment?.approvals },
    groups: config.groups,
    exceptions: config.exceptions.filter(isHere),
    freezes: config.freezes.filter(isHere),
  };
}

function applies(
  environment: EnvironmentSource,
  { rootModule, plan }: { readonly rootModule: RootModule; readonly plan: Plan | null },
): boolean {
  const { workspaces = [], directories = [], variables = {}, addresses = [] } = environment;
  const { directory, workspace } = rootModule;
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

/** A sensitive value is not compared, since a match would reveal it. */
function valueMatches({ document }: Plan, name: string, pattern: string): boolean {
  const declared = objectAt(document.configuration, 'variables', name);
  if (declared.sensitive === true) return false;
  const given = Object.hasOwn(document.variables, name) ? document.variables[name] : undefined;
  const value = isObject(given) ? given.value : declared.default;
  return ['string', 'number', 'boolean'].includes(typeof value) && matchesGlob(pattern, String(value));
}

/**
 * A scope declared by file and flag is the intersection of both. Otherwise it follows from the owners of changed
 * files, or from the owner of the directory.
 */
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
