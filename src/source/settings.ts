/** `firebreak.yaml` as it says it: values only, checked against the schema; what they mean for a plan is decided later. */
import type { Fault } from '../errors.ts';
import type { Enforcement, Position } from './policy.ts';

/** What a plan may do at most; what is not named has no limit. */
export interface LimitsSource {
  readonly destroys?: number;
  readonly replaces?: number;
  /** Of the managed objects, 0 to 1. */
  readonly share?: number;
  readonly dependents?: number;
  /** Of the blast radius, 0 to 100. */
  readonly score?: number;
  /** The only actions allowed on managed resources: create, update, delete, replace, forget, import. */
  readonly actions?: readonly string[];
}

/** How one policy is to be used here. */
export interface PolicySettings {
  readonly enforcement?: Enforcement;
  readonly approvals?: number;
  readonly onUnknown?: 'fail' | 'advise';
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly off?: { readonly reason: string };
}

/** `advisory`: what is soft-mandatory is only shown. `mandatory`: policies are what they, or the settings for them, say. */
export type EnforcementMode = 'advisory' | 'mandatory';

/** At which findings a job fails: at soft-mandatory ones too, only at hard-mandatory ones, at none. Strictest first. */
export const failOnNames = ['soft', 'hard', 'never'] as const;
export type FailOn = (typeof failOnNames)[number];

export interface ApprovalSettings {
  /** People needed at least for each soft-mandatory finding. */
  readonly minimum?: number;
  /** Groups whose approvals count; everybody's by default. */
  readonly from?: readonly string[];
  readonly aiAssisted?: {
    readonly extraApprovals?: number;
    readonly group?: string;
    /** Beside those that hold for every change; the stricter counts. */
    readonly limits?: LimitsSource;
  };
}

interface RuleSettings {
  readonly enforcement?: EnforcementMode;
  readonly approvals?: ApprovalSettings;
  readonly limits?: LimitsSource;
  readonly policies?: Readonly<Record<string, PolicySettings>>;
}

/** Applies where one of its globs matches. */
export interface EnvironmentSource extends RuleSettings {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly directories?: readonly string[];
  /** Globs over values by name. */
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
  readonly addresses?: readonly string[];
}

export interface OwnerSource {
  readonly owner: string;
  readonly addresses?: readonly string[];
  readonly modules?: readonly string[];
  readonly directories?: readonly string[];
  readonly tags?: Readonly<Record<string, string | number | boolean>>;
  readonly limits?: LimitsSource;
}

export interface CriticalSource {
  readonly addresses?: readonly string[];
  readonly types?: readonly string[];
  readonly tags?: Readonly<Record<string, string | number | boolean>>;
}

/** Dates are `YYYY-MM-DD`, in UTC; it holds to the end of the day on which it expires. */
export interface ExceptionSource {
  readonly policy: string;
  readonly address: string;
  readonly reason: string;
  readonly owner: string;
  readonly created: string;
  readonly expires: string;
  /** Only there; everywhere by default. */
  readonly environments?: readonly string[];
  readonly directories?: readonly string[];
}

/** All keys, each with its default where the file does not say. */
export interface Config extends RuleSettings {
  /** As it should be shown; null: there is no file. */
  readonly file: string | null;
  readonly limits: LimitsSource;
  readonly policies: Readonly<Record<string, PolicySettings>>;
  readonly environments: readonly EnvironmentSource[];
  readonly owners: readonly OwnerSource[];
  /** Owners, or address patterns. */
  readonly scope: readonly string[];
  readonly critical: CriticalSource;
  /** Folders and files, relative to the settings file. */
  readonly policyFolders: readonly string[];
  readonly maxExceptionDays: number;
  /** The weakest that the GitHub Action takes from a workflow. */
  readonly failOn: FailOn;
  readonly exceptions: readonly ExceptionSource[];
  /** Logins by group, e.g. `senior`, or the people of an owner. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Where the value at a path stands, or its key; with its path in the file, where that is another one. */
  readonly position: (path: Path, part?: 'key') => (Position & { readonly path?: Path }) | undefined;
}

type Path = readonly (string | number)[];

/** A file that was read: what is sound of it, and all that is not. */
export interface ReadConfig {
  readonly config: Config;
  readonly faults: readonly Fault[];
  /** Sections of which something is left out. */
  readonly cut?: ReadonlySet<string>;
}
