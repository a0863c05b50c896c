/** `firebreak.yaml` as written, checked against the schema; it is interpreted for each plan later. */
import type { Fault } from '../errors.ts';
import type { Enforcement, Position } from './policy.ts';

/** Limits for a plan; a missing key means no limit. */
export interface LimitsSource {
  readonly destroys?: number;
  readonly replaces?: number;
  /** Share of the managed objects, 0 to 1. */
  readonly share?: number;
  readonly dependents?: number;
  /** Score of the blast radius, 0 to 100. */
  readonly score?: number;
  /** The only allowed actions on managed resources: create, update, delete, replace, forget, import. */
  readonly actions?: readonly string[];
}

/** Settings for one policy. */
export interface PolicySettings {
  readonly enforcement?: Enforcement;
  readonly approvals?: number;
  readonly onUnknown?: 'fail' | 'advise';
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly off?: { readonly reason: string };
}

/** `advisory`: soft-mandatory findings are only shown. `mandatory`: policies apply as written or configured. */
export type EnforcementMode = 'advisory' | 'mandatory';

/** Findings that make a job fail: soft-mandatory and hard-mandatory, hard-mandatory only, or none. Strictest first. */
export const failOnNames = ['soft', 'hard', 'never'] as const;
/** Which findings make a job fail; see `failOnNames`. */
export type FailOn = (typeof failOnNames)[number];

/** Whose approvals are needed, and how many. */
export interface ApprovalSettings {
  /** Minimum number of approvals for each soft-mandatory finding. */
  readonly minimum?: number;
  /** Groups whose approvals count; default: everyone's. */
  readonly from?: readonly string[];
  /** How long an approval counts, e.g. `7d`. */
  readonly maxAge?: string;
  /** Who may lift findings alone in an emergency, and how long that counts, e.g. `24h`. */
  readonly breakGlass?: { readonly group: string; readonly maxAge?: string };
  /** 1: one person is the whole team. */
  readonly people?: 1;
  readonly aiAssisted?: {
    readonly extraApprovals?: number;
    readonly group?: string;
    /** Additional limits; the stricter of these and the general ones applies. */
    readonly limits?: LimitsSource;
  };
}

interface RuleSettings {
  readonly enforcement?: EnforcementMode;
  readonly approvals?: ApprovalSettings;
  readonly limits?: LimitsSource;
  readonly policies?: Readonly<Record<string, PolicySettings>>;
}

/** An environment; it applies if one of its globs matches. */
export interface EnvironmentSource extends RuleSettings {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly directories?: readonly string[];
  /** Globs over values of variables, by name. */
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
  readonly addresses?: readonly string[];
}

/** What one owner is responsible for. */
export interface OwnerSource {
  readonly owner: string;
  readonly addresses?: readonly string[];
  readonly modules?: readonly string[];
  readonly directories?: readonly string[];
  readonly tags?: Readonly<Record<string, string | number | boolean>>;
  readonly limits?: LimitsSource;
}

/** Which resources are critical. */
export interface CriticalSource {
  readonly addresses?: readonly string[];
  readonly types?: readonly string[];
  readonly tags?: Readonly<Record<string, string | number | boolean>>;
}

/** An exception. Dates are `YYYY-MM-DD` in UTC; it is valid until the end of the day on which it expires. */
export interface ExceptionSource {
  readonly policy: string;
  readonly address: string;
  readonly reason: string;
  readonly owner: string;
  readonly created: string;
  readonly expires: string;
  /** Where the exception applies; default: everywhere. */
  readonly environments?: readonly string[];
  readonly directories?: readonly string[];
}

/** A time in which plans may do only what is listed. */
export interface FreezeSource {
  /** First day, or the local time at which it begins: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`. */
  readonly from: string;
  /** Last day, included; or the local time at which it ends. */
  readonly to: string;
  /** IANA name; default: UTC. */
  readonly timeZone?: string;
  readonly reason?: string;
  /** Actions as in `limits.actions`, and `invoke` for invoked actions; default: none. */
  readonly allow?: readonly string[];
  /** Where it holds; default: everywhere. */
  readonly environments?: readonly string[];
  readonly directories?: readonly string[];
}

/** The settings with a value for every key. */
export interface Config extends RuleSettings {
  /** As shown to the user; null: there is no file. */
  readonly file: string | null;
  /** Settings that this file tightens: a path relative to it, or `github>OWNER/REPOSITORY//PATH@COMMIT`. */
  readonly extends: string | null;
  readonly limits: LimitsSource;
  readonly policies: Readonly<Record<string, PolicySettings>>;
  readonly environments: readonly EnvironmentSource[];
  readonly owners: readonly OwnerSource[];
  /** Owners or address patterns. */
  readonly scope: readonly string[];
  readonly critical: CriticalSource;
  /** Folders and files, relative to the settings file. */
  readonly policyFolders: readonly string[];
  readonly maxExceptionDays: number;
  /** The weakest value that the GitHub Action accepts from a workflow. */
  readonly failOn: FailOn;
  readonly exceptions: readonly ExceptionSource[];
  readonly freezes: readonly FreezeSource[];
  /** Logins by group, e.g. `senior`, or the people of an owner. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Returns the position of the value at a path, or of its key, and its path and file if these differ. */
  readonly position: (
    path: Path,
    part?: 'key',
  ) => (Position & { readonly path?: Path; readonly file?: string }) | undefined;
}

type Path = readonly (string | number)[];

/** The result of reading a settings file: the valid part and all faults. */
export interface ReadConfig {
  readonly config: Config;
  readonly faults: readonly Fault[];
  /** Sections with parts that were left out. */
  readonly droppedSections?: ReadonlySet<string>;
}
