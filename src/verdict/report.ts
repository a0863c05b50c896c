/** The JSON report, `firebreak.report/1`: the verdict itself. Every other format is a view of it. */
import type { Approvals, ReportedActor } from './report-people.ts';

export type Enforcement = 'advisory' | 'soft-mandatory' | 'hard-mandatory';
export type Criticality = 'disposable' | 'standard' | 'stateful' | 'critical';
export type ProtectionState = 'on' | 'off' | 'unknown' | 'none';
export type Level = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** `file` relative to where the command ran (or to the repository for the Action), `line` from 1. */
export interface Location {
  readonly file: string;
  readonly line?: number;
}

export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  /** A replace counts once, here, in either order. */
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

/** One attribute that differs. Values are present only for allow-listed attributes, masked where sensitive. */
export interface AttributeChange {
  readonly path: string;
  /** `hidden`: only the path may be shown. `(known after apply)` and `(sensitive)` stand for themselves. */
  readonly shown: boolean;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ReportedChange {
  readonly address: string;
  readonly deposed?: string;
  readonly type: string;
  readonly module: string;
  readonly provider: string;
  readonly action: string;
  readonly order?: 'delete-first' | 'create-first';
  /** In words: "its provider cannot update `engine` in place". */
  readonly reasons: readonly string[];
  /** Top-level attributes of the replace paths. */
  readonly forcedBy: readonly string[];
  readonly stateful: boolean;
  /** Whose data: `secondary` is kept elsewhere too, or passes through (logs, queues, copies); absent where nobody said. */
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

export interface Dependent {
  readonly address: string;
  /** The destroyed or replaced addresses that it depends on. */
  readonly of: readonly string[];
  /** Number of edges of `path`. */
  readonly distance: number;
  /** From the destroyed address (first) to this one (last). */
  readonly path: readonly string[];
  readonly evidence: 'state' | 'config' | 'value';
}

export interface BlastRadius {
  readonly direct: readonly string[];
  readonly dependents: readonly Dependent[];
  /** Instances that depend on an object which is forgotten (it lives on, unmanaged). */
  readonly dependentsOfForgotten: readonly Dependent[];
  readonly score: number;
  readonly level: Level;
  /** Destroyed or replaced current instances / managed instances before this plan. */
  readonly shareOfState: number;
  readonly modules: readonly string[];
  readonly owners: readonly string[];
}

export interface ReportedBackend {
  readonly root: string;
  /** `none` without a block, null when unknown. */
  readonly kind: string | null;
  readonly status: 'remote' | 'local' | 'unknown';
  readonly evidence: string;
  readonly location?: Location;
}

export interface Finding {
  readonly policy: string;
  readonly title: string;
  /** The effective one, after `on-unknown`, environment and AI-assisted rules. */
  readonly enforcement: Enforcement;
  /** People needed to lift it, where soft. */
  readonly approvals: number;
  readonly result: 'violated' | 'unknown';
  readonly subject: { readonly kind: string; readonly address?: string };
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
  readonly lesson?: number;
  readonly location?: Location;
  readonly fingerprint: string;
  /** The exception that carries it, by its policy and pattern. */
  readonly exception?: { readonly owner: string; readonly reason: string; readonly expires: string };
}

/** An exception of the settings, as it fared with this plan. */
export interface ReportedException {
  readonly policy: string;
  /** Address pattern. */
  readonly address: string;
  readonly owner: string;
  readonly reason: string;
  readonly created: string;
  readonly expires: string;
  /** `used` alone carries findings; `not-yet`: dated later than today. */
  readonly status: 'used' | 'unused' | 'expired' | 'not-yet';
  /** How many it carries. */
  readonly findings: number;
}

/** Which settings applied, and to what. */
export interface ReportedSettings {
  /** null: flags alone. */
  readonly file: string | null;
  /** Of the root module, from the top of the repository; null: not known. */
  readonly directory: string | null;
  readonly workspace: string | null;
  /** null: none of the settings matches, or there are none. */
  readonly environment: string | null;
  /** Of the directory; null: nobody. */
  readonly owner: string | null;
  /** Owners, modules and patterns; empty: anything may be touched. */
  readonly scope: readonly string[];
}

export interface PolicyCount {
  readonly id: string;
  readonly enforcement: Enforcement;
  readonly looked: number;
  readonly held: number;
  readonly violated: number;
  readonly unknown: number;
  /** Why the settings switch it off; it then looked at nothing. */
  readonly off?: string;
}

export interface Report {
  readonly schema: 'firebreak.report/1';
  readonly tool: { readonly name: 'firebreak'; readonly version: string };
  readonly verdict: 'pass' | 'fail' | 'error';
  /** Why no verdict could be given; only with `error`. */
  readonly errors?: readonly string[];
  readonly approvals: Approvals;
  readonly plan: {
    readonly file: string;
    readonly sha256: string;
    readonly fingerprint: string;
    readonly formatVersion: string | null;
    readonly terraformVersion: string | null;
    readonly timestamp: string | null;
    readonly complete: boolean | null;
    readonly errored: boolean | null;
    readonly applyable: boolean | null;
    readonly mode: 'normal' | 'destroy' | 'refresh-only';
    /** The state that it is for, by backend and workspace; absent where it is not known. Never a credential. */
    readonly state?: string;
  };
  readonly counts: Counts;
  readonly changes: readonly ReportedChange[];
  readonly drift: readonly { readonly address: string; readonly action: string; readonly relevant: boolean }[];
  readonly outputs: readonly { readonly name: string; readonly action: string; readonly sensitive: boolean }[];
  readonly blastRadius: BlastRadius;
  readonly backends: readonly ReportedBackend[];
  readonly findings: readonly Finding[];
  readonly policies: readonly PolicyCount[];
  readonly exceptions: readonly ReportedException[];
  /** Absent where neither a file nor a flag says anything. */
  readonly settings?: ReportedSettings;
  /** Absent where nothing is known of who made the change. */
  readonly actor?: ReportedActor;
}

/** Several plans, one verdict. */
export interface ReportSet {
  readonly schema: 'firebreak.report-set/1';
  readonly verdict: 'pass' | 'fail' | 'error';
  readonly reports: readonly Report[];
}
