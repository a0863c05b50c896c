/** Merges the files of a module as Terraform and OpenTofu do, and marks where the two tools disagree. */
import type { HclModule, HclResource } from '../../source/plan-and-configuration.ts';
import type { HclFile } from './hcl-file.ts';

type Call = HclModule['calls'][number];
/** The declarations of a module after its files are merged. */
export type MergedFiles = Pick<
  HclModule,
  'backend' | 'backendForTerraform' | 'stateEncrypted' | 'resources' | 'removed' | 'moved' | 'calls' | 'others'
>;

/** One file of a module: its content, whether it overrides others, and which tools read it. */
export interface MergeableFile {
  readonly content: HclFile;
  readonly override: boolean;
  readonly readBy: 'both' | 'opentofu' | 'terraform';
}

/**
 * Merges files, which must be in reading order. If there are `*.tofu` files, returns OpenTofu's result: a lifecycle
 * that Terraform reads differently is null, and a block that only one tool reads is `uncertain`.
 */
export function mergeFiles(files: readonly MergeableFile[]): MergedFiles {
  const opentofu = merge(files.filter((file) => file.readBy !== 'terraform'));
  if (files.every((file) => file.readBy === 'both')) return opentofu;
  const terraform = merge(files.filter((file) => file.readBy !== 'opentofu'));
  return {
    ...opentofu,
    backendForTerraform: terraform.backend,
    resources: reconcile(opentofu.resources, terraform.resources, resourceKey, agreed),
    calls: reconcile(
      opentofu.calls,
      terraform.calls,
      (call) => call.name,
      (mine) => mine,
    ),
  };
}

/**
 * Merges for one tool. A backend or cloud block in an override file replaces either kind, lifecycle arguments are
 * replaced one by one, provisioners all together. Source: `appendFile` and `mergeFile` in Terraform's
 * `internal/configs/module.go` and `module_merge.go`.
 */
function merge(files: readonly MergeableFile[]): MergedFiles {
  const primary = files.filter((file) => !file.override).map((file) => file.content);
  const override = files.filter((file) => file.override).map((file) => file.content);
  const both = [...primary, ...override];
  const stateEncrypted = both.some((file) => file.stateEncrypted);
  return {
    backend: override.flatMap((file) => file.backends).at(-1) ?? primary.flatMap((file) => file.backends)[0] ?? null,
    ...(stateEncrypted ? { stateEncrypted } : {}),
    resources: overlay(
      both.flatMap((file) => file.resources),
      override.flatMap((file) => file.resources),
      resourceKey,
      overrideResource,
    ),
    removed: both.flatMap((file) => file.removed),
    moved: both.flatMap((file) => file.moved),
    calls: overlay(
      both.flatMap((file) => file.calls),
      override.flatMap((file) => file.calls),
      (call) => call.name,
      overrideCall,
    ),
    others: both.flatMap((file) => file.others),
  };
}

/** Keeps the first item of each key, then applies every override of that key in order. */
function overlay<T>(
  all: readonly T[],
  overrides: readonly T[],
  key: (item: T) => string,
  onto: (base: T, top: T) => T,
): readonly T[] {
  const merged = new Map<string, T>();
  for (const item of all) if (!merged.has(key(item))) merged.set(key(item), item);
  for (const top of overrides) {
    const base = merged.get(key(top));
    if (base !== undefined && base !== top) merged.set(key(top), onto(base, top));
  }
  return [...merged.values()];
}

function overrideResource(base: HclResource, top: HclResource): HclResource {
  const attributes =
    base.attributes && top.attributes ? overrideAttributes(base.attributes, top.attributes) : undefined;
  return {
    ...base,
    lifecycle: { ...base.lifecycle, ...top.lifecycle },
    provisioners: top.provisioners.length > 0 ? top.provisioners : base.provisioners,
    ...(attributes ? { attributes } : {}),
  };
}

function overrideAttributes(
  base: Readonly<Record<string, unknown>>,
  top: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const written = Object.entries(top).filter(([, value]) => value !== null);
  return { ...base, ...Object.fromEntries(written) };
}

function overrideCall(base: Call, top: Call): Call {
  return top.source === null ? base : { ...base, source: top.source };
}

function reconcile<T>(
  mine: readonly T[],
  theirs: readonly T[],
  key: (item: T) => string,
  agree: (mine: T, theirs: T) => T,
): readonly T[] {
  const others = new Map(theirs.map((item) => [key(item), item]));
  const known = new Set(mine.map(key));
  const both = mine.map((item) => {
    const other = others.get(key(item));
    return other === undefined ? { ...item, uncertain: true as const } : agree(item, other);
  });
  const only = theirs.filter((item) => !known.has(key(item))).map((item) => ({ ...item, uncertain: true as const }));
  return [...both, ...only];
}

function agreed(mine: HclResource, theirs: HclResource): HclResource {
  const [a, b] = [mine.lifecycle, theirs.lifecycle];
  return {
    ...mine,
    lifecycle: {
      ...a,
      ...(a.preventDestroy === b.preventDestroy ? {} : { preventDestroy: null }),
      ...(a.createBeforeDestroy === b.createBeforeDestroy ? {} : { createBeforeDestroy: null }),
      ...(a.destroy === b.destroy ? {} : { destroy: null }),
    },
  };
}

function resourceKey(resource: HclResource): string {
  return `${resource.mode} ${resource.type} ${resource.name}`;
}
