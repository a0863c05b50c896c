/** What the reading stage hands on: values only, no files, no promises. */
import type { InputError } from '../errors.ts';

/** A plan as it came in, before anybody interprets it. */
export interface PlanSource {
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  /** SHA-256 (hex) of the bytes that were given: of the saved plan where one was given, else of the JSON. */
  readonly sha256: string;
  /** Terraform's JSON, envelope checked; null where it could not be had (then `failure` says why). */
  readonly json: Readonly<Record<string, unknown>> | null;
  readonly failure?: InputError;
  /** Present where a saved plan (zip) was given. */
  readonly saved?: SavedPlan;
}

/** What a saved plan says of itself beside the JSON. */
export interface SavedPlan {
  /** From `tfplan` (protobuf field 13); null where it could not be read. */
  readonly backend: { readonly kind: string; readonly workspace: string; readonly config: unknown } | null;
  /** The configuration inside the zip; null where there is none. */
  readonly configuration: Configuration | null;
}

/** One root module and the local child modules that it calls, as HCL says. */
export interface Configuration {
  /** The root directory as it should be shown; for a saved plan the plan's own name. */
  readonly root: string;
  /** `directory`: files in the working tree; `saved-plan`: the copy inside the zip. */
  readonly origin: 'directory' | 'saved-plan';
  /** The root module first. One entry per module *call* (two calls of one directory are two entries). */
  readonly modules: readonly HclModule[];
  /** Files that do not parse, and module sources that could not be followed. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  /** `backend` of `<data dir>/terraform.tfstate` after `init`; never credentials, only an allow-list of keys. */
  readonly initialised: { readonly kind: string; readonly config: Readonly<Record<string, unknown>>; readonly file: string } | null;
  /** Terragrunt's `remote_state` of the root directory or of a parent; `kind` null where it cannot be known. */
  readonly terragrunt: { readonly kind: string | null; readonly config: Readonly<Record<string, unknown>>; readonly file: string } | null;
  /** State files (`terraform.tfstate`, `*.tfstate`, backups) that lie in the tree with real content. */
  readonly stateFiles: readonly string[];
}

/** One module, its files merged as Terraform merges them (override files last). */
export interface HclModule {
  /** Module address without instance keys: `''` for the root, else `module.network.module.subnets`. */
  readonly address: string;
  readonly dir: string;
  /** `kind` is `cloud` for a `cloud` block. Only literal values are in `config`; computed ones are null. */
  readonly backend: { readonly kind: string; readonly config: Readonly<Record<string, unknown>>; readonly file: string } | null;
  readonly resources: readonly HclResource[];
  readonly removed: readonly { readonly from: string; readonly destroy: boolean | null; readonly file: string }[];
  readonly moved: readonly { readonly from: string; readonly to: string; readonly file: string }[];
  readonly calls: readonly { readonly name: string; readonly source: string | null; readonly file: string }[];
}

export interface HclResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly file: string;
  readonly lifecycle: {
    /** null: written as an expression that cannot be known here; undefined: not written. */
    readonly preventDestroy?: boolean | null;
    readonly createBeforeDestroy?: boolean | null;
    /** `destroy = false` (OpenTofu, Terraform 1.16): the object is forgotten instead of destroyed. */
    readonly destroy?: boolean | null;
    /** Attribute names, or `all`. */
    readonly ignoreChanges?: readonly string[];
  };
  readonly provisioners: readonly { readonly type: string; readonly when: 'create' | 'destroy'; readonly command: string | null }[];
  /** Literal top-level attributes; only for `data "terraform_remote_state"`, whose backend policies judge. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}
