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
  /** The binary that showed the saved plan, the only kind that can apply it. */
  readonly shownBy?: string;
}

/** What a saved plan says of itself beside the JSON. */
export interface SavedPlan {
  /** From `tfplan` (protobuf field 13); null where it could not be read. */
  readonly backend: { readonly kind: string; readonly workspace: string; readonly config: unknown } | null;
  /** Whether it was made with `-target` or `-exclude` (fields 5 and, in OpenTofu, 6); null where it could not be read. */
  readonly partial: boolean | null;
  /** Of the state inside the zip, for the backend `local` alone; null where there is none yet, or it is not known. */
  readonly lineage: string | null;
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
  /** Files that do not parse, and local modules that are not there. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string; readonly line?: number }[];
  /** What was left out without being a fault: modules that are not on this disk, walks that reached their limit. */
  readonly notFollowed?: readonly { readonly file: string; readonly reason: string }[];
  /** `backend` of `<data dir>/terraform.tfstate` after `init`; never credentials, only an allow-list of keys. */
  readonly initialised: {
    readonly kind: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly file: string;
  } | null;
  /** Terragrunt's `remote_state` of the root directory or of a parent; `kind` null where it cannot be known. */
  readonly terragrunt:
    | (SourceLocation & { readonly kind: string | null; readonly config: Readonly<Record<string, unknown>> })
    | null;
  /** State files (`terraform.tfstate`, `*.tfstate`, backups) with real content, of a repository or of nobody knows what. */
  readonly stateFiles: readonly StateFile[];
}

export interface StateFile {
  readonly file: string;
  /** null: no Git repository answers for the folder. */
  readonly tracked: true | null;
}

/** A `backend` or `cloud` block; only literal values are in `config`, computed ones are null, secrets are left out. */
export interface HclBackend extends SourceLocation {
  /** `cloud` for a `cloud` block, `state_store` for that block. */
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One module, its files merged as Terraform merges them (override files last). */
export interface HclModule {
  /** Module address without instance keys: `''` for the root, else `module.network.module.subnets`. */
  readonly address: string;
  readonly dir: string;
  readonly backend: HclBackend | null;
  /** Only where `*.tofu` files are present: the block that Terraform reads, which passes them over. */
  readonly backendForTerraform?: HclBackend | null;
  /** OpenTofu's `encryption` block with a `state` in it. */
  readonly stateEncrypted?: true;
  /** A file of this module could not be read: what is missing here may exist all the same. */
  readonly partial?: true;
  readonly resources: readonly HclResource[];
  /** `destroy` is null where it is not written or computed: Terraform then destroys, OpenTofu forgets. */
  readonly removed: readonly (SourceLocation & { readonly from: string; readonly destroy: boolean | null })[];
  readonly moved: readonly (SourceLocation & { readonly from: string; readonly to: string })[];
  /** `source` without credentials; null where it is computed or not written. */
  readonly calls: readonly (SourceLocation & {
    readonly name: string;
    readonly source: string | null;
    readonly uncertain?: true;
  })[];
  /** Blocks of which only the place matters, by address within the module: `output.endpoint`, `action.aws_x.y`. */
  readonly others?: readonly (SourceLocation & { readonly address: string })[];
}

/** Where a block stands. */
export interface SourceLocation {
  readonly file: string;
  /** From 1, in either syntax; absent where it is not known. */
  readonly line?: number;
}

export interface HclResource extends SourceLocation {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** May be missing from the plan's configuration: in a `check` block, or read by only one of Terraform and OpenTofu. */
  readonly uncertain?: true;
  readonly lifecycle: {
    /** null: an expression that cannot be known here, or Terraform and OpenTofu read it differently; undefined: not written. */
    readonly preventDestroy?: boolean | null;
    readonly createBeforeDestroy?: boolean | null;
    /** `destroy = false` (OpenTofu, Terraform 1.16): the object is forgotten instead of destroyed. */
    readonly destroy?: boolean | null;
    /** Attribute names, or `all`. */
    readonly ignoreChanges?: readonly string[];
  };
  readonly provisioners: readonly {
    readonly type: string;
    readonly when: 'create' | 'destroy';
    readonly command: string | null;
  }[];
  /** Literal top-level attributes; only for `data "terraform_remote_state"`, whose backend policies judge. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}
