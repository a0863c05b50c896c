/** The JSON report, `firebreak.report/1`. All other formats are made from it. */
import type { Approvals, BrokenGlass, PastBrokenGlass, ReportedActor } from './report-approvals.ts';
import type { BlastRadius } from './report-blast-radius.ts';
import type { ReportedFix, ReportedRename } from './report-fixes.ts';

/**
 * How strictly a policy applies: `soft-mandatory` findings can be lifted by approvals, `hard-mandatory` ones cannot.
 */
export type Enforcement = 'advisory' | 'soft-mandatory' | 'hard-mandatory';
/** How much the loss of a resource matters, ascending. */
export type Criticality = 'disposable' | 'standard' | 'stateful' | 'critical';
/** Whether deletion protection is on; `none`: the type has no such switch. */
export type ProtectionState = 'on' | 'off' | 'unknown' | 'none';

/** `file` is relative to the working directory (in the Action to the repository); `line` counts from 1. */
export interface Location {
  readonly file: string;
  readonly line?: number;
}

/** Number of changes by kind. */
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  /** A replacement counts once, here, in either order. */
  readonly replace: number;
  readonly forget: number;
  readonly read: number;
  readonly noOp: number;
  readonly import: number;
  readonly move: number;
  readonly deposed: number;
  readonly deferred: number;
  readonly drift: number;
  readonly actionInvocations: number;
}

/** Number of types of managed resources in the plan, by what is known about them. */
export interface TypeCounts {
  /** The catalog lists the type, or all types of its provider were reviewed. */
  readonly listed: number;
  /** Guessed from the name, the wrapped kind or the attributes. */
  readonly guessed: number;
  /** Not listed, and nothing to guess from: counts as standard. */
  readonly unknown: number;
  /** Sorted, at most 20. */
  readonly guessedTypes: readonly string[];
  /** Sorted, at most 20. */
  readonly unknownTypes: readonly string[];
}

/** A changed attribute. It has values only if it is on the allow-list; sensitive ones are masked. */
export interface AttributeChange {
  readonly path: string;
  /** false: only the path may be shown. `(known after apply)` and `(sensitive)` replace values. */
  readonly shown: boolean;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A change of one resource instance. */
export interface ReportedChange {
  readonly address: string;
  readonly deposed?: string;
  readonly type: string;
  readonly module: string;
  readonly provider: string;
  readonly action: string;
  readonly order?: 'delete-first' | 'create-first';
  /** Full phrases, e.g. "its provider cannot update `engine` in place". */
  readonly reasons: readonly string[];
  /** Top-level attributes that force the replacement. */
  readonly forcedBy: readonly string[];
  /**
   * What an update or a create takes away without a destroy, e.g. "stored data expires"; also where the policy about it
   * is switched off.
   */
  readonly sideEffects: readonly string[];
  readonly stateful: boolean;
  /**
   * `secondary`: data that also exists elsewhere or passes through (logs, queues, copies). Absent if the catalog does
   * not say.
   */
  readonly data?: 'primary' | 'secondary';
  readonly criticality: Criticality;
  readonly protection: ProtectionState;
  readonly owner?: string;
  readonly previousAddress?: string;
  readonly importing?: true;
  readonly deferred?: true;
  readonly attributes: readonly AttributeChange[];
  readonly location?: Location;
}

/** The backend of a root module. */
export interface ReportedBackend {
  readonly root: string;
  /** `none` if there is no backend block; null if unknown. */
  readonly kind: string | null;
  readonly status: 'remote' | 'local' | 'unknown';
  readonly evidence: string;
  readonly location?: Location;
}

/** What a policy found. */
export interface Finding {
  readonly policy: string;
  readonly title: string;
  /** The effective enforcement, after `on-unknown`, environment and AI-assisted rules. */
  readonly enforcement: Enforcement;
  /** Approvals needed to lift a soft-mandatory finding. */
  readonly approvals: number;
  /** Only in advisory mode: what enforcement and approvals would be without it. */
  readonly enforced?: { readonly enforcement: Enforcement; readonly approvals: number };
  readonly result: 'violated' | 'unknown';
  /** `deposed`: the finding is about a deposed object at the address, not about the current one. */
  readonly subject: { readonly kind: string; readonly address?: string; readonly deposed?: string };
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
  /** Page of the documentation about a built-in policy. */
  readonly url?: string;
  /** Chapter of the index of policies, `docs/policies/README.md`. */
  readonly lesson?: number;
  readonly location?: Location;
  readonly fingerprint: string;
  /** The exception that covers the finding. */
  readonly exception?: { readonly owner: string; readonly reason: string; readonly expires: string };
}

/** An exception of the settings, and how it applied to this plan. */
export interface ReportedException {
  readonly policy: string;
  /** Address pattern. */
  readonly address: string;
  readonly owner: string;
  readonly reason: string;
  readonly created: string;
  readonly expires: string;
  /** Only `used` exceptions cover findings; `not-yet`: its date is in the future. */
  readonly status: 'used' | 'unused' | 'expired' | 'not-yet';
  /** Number of findings that it covers. */
  readonly findings: number;
}

/** The settings that applied. */
export interface ReportedSettings {
  /** null: there are only flags. */
  readonly file: string | null;
  /** Directory of the root module, relative to the repository; null if unknown. */
  readonly directory: string | null;
  readonly workspace: string | null;
  /** null: no environment matches, or none is configured. */
  readonly environment: string | null;
  /** Owner of the directory; null: no owner. */
  readonly owner: string | null;
  /** Owners, modules and patterns; empty: the change may touch anything. */
  readonly scope: readonly string[];
}

/** Outcomes of one policy. */
export interface PolicyCount {
  readonly id: string;
  readonly enforcement: Enforcement;
  readonly looked: number;
  readonly held: number;
  readonly violated: number;
  readonly unknown: number;
  /** Why the settings switch the policy off. It was not evaluated then. */
  readonly off?: string;
}

/** What the verdict would be without advisory mode. */
export interface ReportedEnforced {
  readonly verdict: 'pass' | 'fail';
  /** Number of findings that would block, or that approvals would lift. */
  readonly findings: number;
  /** Approvals that the plan would need. */
  readonly approvals: number;
}

/** The report on one plan. */
export interface Report {
  readonly schema: 'firebreak.report/1';
  readonly tool: { readonly name: 'firebreak'; readonly version: string };
  readonly verdict: 'pass' | 'fail' | 'error';
  /** Why there is no verdict; only with `error`. */
  readonly errors?: readonly string[];
  readonly approvals: Approvals;
  /** The findings were lifted by one person alone, in an emergency; only with `pass`. */
  readonly brokenGlass?: BrokenGlass;
  /** Earlier plans for this state that passed so, of the record, until somebody else has reviewed them. */
  readonly brokenGlassBefore?: readonly PastBrokenGlass[];
  /** Only in advisory mode, and only if it lowers a finding: what would hold without it. */
  readonly enforced?: ReportedEnforced;
  readonly plan: {
    readonly file: string;
    readonly sha256: string;
    readonly fingerprint: string;
    /** What the fingerprint covers; those of two schemes cannot be compared. */
    readonly fingerprintScheme: string;
    readonly formatVersion: string | null;
    readonly terraformVersion: string | null;
    readonly timestamp: string | null;
    readonly complete: boolean | null;
    readonly errored: boolean | null;
    readonly applyable: boolean | null;
    readonly mode: 'normal' | 'destroy' | 'refresh-only';
    /** Backend and workspace of the state that the plan is for, without credentials; absent if unknown. */
    readonly state?: string;
  };
  readonly counts: Counts;
  readonly types: TypeCounts;
  readonly changes: readonly ReportedChange[];
  readonly drift: readonly { readonly address: string; readonly action: string; readonly relevant: boolean }[];
  readonly outputs: readonly { readonly name: string; readonly action: string; readonly sensitive: boolean }[];
  readonly blastRadius: BlastRadius;
  readonly backends: readonly ReportedBackend[];
  readonly findings: readonly Finding[];
  /** Objects that are deleted at one address and created at another; with `moved` blocks they stay. */
  readonly renames: readonly ReportedRename[];
  readonly fixes: readonly ReportedFix[];
  readonly policies: readonly PolicyCount[];
  readonly exceptions: readonly ReportedException[];
  /** Absent if there is neither a settings file nor a flag. */
  readonly settings?: ReportedSettings;
  /** Absent if nothing is known about who made the change. */
  readonly actor?: ReportedActor;
}

/** Reports on several plans with one verdict. */
export interface ReportSet {
  readonly schema: 'firebreak.report-set/1';
  readonly verdict: 'pass' | 'fail' | 'error';
  readonly reports: readonly Report[];
  /** Of the plans, if several machines share them. Absent if this is all of them. */
  readonly shard?: Shard;
}

/** A share of the plans. Merging needs all of them. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  /** Number of shares. */
  readonly count: number;
  /** Number of plans in all shares. */
  readonly plans: number;
}
