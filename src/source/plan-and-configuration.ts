/** Types of the reading stage's results: plain values, no files, no promises. */
import type { InputError } from '../errors.ts';
import type { ParsedYaml } from './embedded-documents.ts';

/** A plan as read, before it is interpreted. */
export interface PlanSource {
  /** As named by the user; `-` for standard input. */
  readonly file: string;
  /** SHA-256 (hex) of the given bytes: of the saved plan if one was given, otherwise of the JSON. */
  readonly sha256: string;
  /**
   * Terraform's JSON with a checked envelope; null if it could not be produced (`failure` says why). In a large plan,
   * `before`, `after` and `values` of objects are `LazyJson`.
   */
  readonly json: Readonly<Record<string, unknown>> | null;
  readonly failure?: InputError;
  /** Content of YAML texts in the JSON; absent if there are none. */
  readonly yaml?: ParsedYaml;
  /** Present if a saved plan (zip) was given. */
  readonly saved?: SavedPlan;
  /** The binary that showed the saved plan; only the same kind can apply it. */
  readonly shownBy?: string;
}

/** What a saved plan contains in addition to the JSON. */
export interface SavedPlan {
  /** From `tfplan` (protobuf field 13); null if it could not be read. */
  readonly backend: { readonly kind: string; readonly workspace: string; readonly config: unknown } | null;
  /** Whether it was made with `-target` or `-exclude` (fields 5 and, in OpenTofu, 6); null if it could not be read. */
  readonly partial: boolean | null;
  /** Lineage of the state in the zip, for the backend `local` only; null if there is no state yet, or it is unknown. */
  readonly lineage: string | null;
  /** The configuration in the zip; null if there is none. */
  readonly configuration: Configuration | null;
}

/** The configuration of one root module and the local child modules that it calls. */
export interface Configuration {
  /** The root directory as shown to the user; for a saved plan, the plan's name. */
  readonly root: string;
  /** `directory`: files in the working tree; `saved-plan`: the copy in the zip. */
  readonly origin: 'directory' | 'saved-plan';
  /** The root module first. One entry per module *call*: two calls of one directory are two entries. */
  readonly modules: readonly HclModule[];
  /** Files that cannot be parsed, and local modules that are missing. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string; readonly line?: number }[];
  /** Parts that were skipped without being a fault: modules not on this disk, searches that reached their limit. */
  readonly notFollowed?: readonly { readonly file: string; readonly reason: string }[];
  /** `backend` of `<data dir>/terraform.tfstate` after `init`; an allow-list of keys, never credentials. */
  readonly initialised: {
    readonly kind: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly file: string;
  } | null;
  /** Terragrunt's `remote_state` of the root directory or of a parent; `kind` is null if it is unknown. */
  readonly terragrunt:
    | (SourceLocation & { readonly kind: string | null; readonly config: Readonly<Record<string, unknown>> })
    | null;
  /**
   * State files (`terraform.tfstate`, `*.tfstate`, backups) with content, tracked by Git or outside of a repository.
   */
  readonly stateFiles: readonly StateFile[];
}

/** A state file in the source tree. */
export interface StateFile {
  readonly file: string;
  /** null: the folder is in no Git repository. */
  readonly tracked: true | null;
}

/** A `backend` or `cloud` block. `config` contains literal values; computed ones are null, secrets are left out. */
export interface HclBackend extends SourceLocation {
  /** `cloud` for a `cloud` block, `state_store` for a `state_store` block. */
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One module with its files merged as Terraform does (override files last). */
export interface HclModule {
  /** Module address without instance keys: `''` for the root, otherwise `module.network.module.subnets`. */
  readonly address: string;
  readonly dir: string;
  readonly backend: HclBackend | null;
  /** Only if there are `*.tofu` files, which Terraform ignores: the block that Terraform reads. */
  readonly backendForTerraform?: HclBackend | null;
  /** OpenTofu's `encryption` block contains `state`. */
  readonly stateEncrypted?: true;
  /** A file of this module could not be read, so blocks may be missing here. */
  readonly partial?: true;
  readonly resources: readonly HclResource[];
  /** `destroy` is null if it is absent or computed: Terraform then destroys, OpenTofu forgets. */
  readonly removed: readonly (SourceLocation & { readonly from: string; readonly destroy: boolean | null })[];
  readonly moved: readonly (SourceLocation & { readonly from: string; readonly to: string })[];
  /** `source` without credentials; null if it is absent or computed. */
  readonly calls: readonly (SourceLocation & {
    readonly name: string;
    readonly source: string | null;
    readonly uncertain?: true;
  })[];
  /** Blocks of which only the location matters, by address within the module: `output.endpoint`, `action.aws_x.y`. */
  readonly others?: readonly (SourceLocation & { readonly address: string })[];
}

/** Where a block is. */
export interface SourceLocation {
  readonly file: string;
  /** From 1, in native and JSON syntax; absent if unknown. */
  readonly line?: number;
}

/** A `resource` or `data` block. */
export interface HclResource extends SourceLocation {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /**
   * May be missing from the plan's configuration: it is in a `check` block, or only one of Terraform and OpenTofu reads
   * it.
   */
  readonly uncertain?: true;
  readonly lifecycle: {
    /** null: a computed expression, or Terraform and OpenTofu disagree; undefined: not set. */
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
  /** Literal top-level attributes; only for `data "terraform_remote_state"`, whose backend is judged. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}
