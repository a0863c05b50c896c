/** What one configuration file declares, limited to the blocks that matter to the safety of a plan. */
import type { HclBackend, HclModule, HclResource } from '../../source/plan-and-configuration.ts';
import { publicSettings, withoutCredentials } from './backend-settings.ts';
import type { BlockLineLookup } from './block-positions.ts';
import { blocksOf, bodiesOf, expression, flag, type HclBlock, type HclBody, literal, literalText } from './hcl-body.ts';

/** The declarations of one file; duplicates are kept. */
export interface HclFile {
  readonly backends: readonly HclBackend[];
  readonly stateEncrypted: boolean;
  readonly resources: readonly HclResource[];
  readonly removed: HclModule['removed'];
  readonly moved: HclModule['moved'];
  readonly calls: HclModule['calls'];
  readonly others: NonNullable<HclModule['others']>;
}

/**
 * Reads the relevant blocks of one file.
 * @param options.document the file in JSON form (from hcl2json, or in JSON syntax)
 * @param options.lineOf called once for each block, in document order
 */
export function toHclFile(options: {
  readonly file: string;
  readonly document: unknown;
  readonly lineOf: BlockLineLookup;
}): HclFile {
  const { file, lineOf } = options;
  const bodies = bodiesOf(options.document);
  const at = (path: readonly string[]) => {
    const line = lineOf(path);
    return line === undefined ? { file } : { file, line };
  };
  const all = (type: string, labelCount: number) =>
    bodies
      .flatMap((body) => blocksOf(body, type, labelCount))
      .map((block) => ({ ...block, place: at([type, ...block.labels]) }));
  const settings = bodies.flatMap((body) => blocksOf(body, 'terraform', 0));
  const checks = bodies.flatMap((body) => blocksOf(body, 'check', 1));
  const checked = checks.flatMap((check) =>
    blocksOf(check.body, 'data', 2).map((block) => ({
      ...block,
      place: at(['check', ...check.labels, 'data', ...block.labels]),
    })),
  );
  return {
    backends: settings
      .flatMap(({ body }) => backendsOf(body))
      .map(({ path, ...found }) => ({ ...found, ...at(['terraform', ...path]) })),
    stateEncrypted: settings.some(({ body }) =>
      blocksOf(body, 'encryption', 0).some((encryption) => blocksOf(encryption.body, 'state', 0).length > 0),
    ),
    resources: [
      ...all('resource', 2).map((block) => ({ ...toResource('managed', block), ...block.place })),
      ...all('data', 2).map((block) => ({ ...toResource('data', block), ...block.place })),
      ...checked.map((block) => ({ ...toResource('data', block), ...block.place, uncertain: true as const })),
    ],
    removed: all('removed', 0).flatMap(({ body, place }) => {
      const [lifecycle] = blocksOf(body, 'lifecycle', 0);
      const destroy = lifecycle === undefined ? null : (flag(lifecycle.body, 'destroy') ?? null);
      return typeof body.from === 'string' ? { from: expression(body.from), destroy, ...place } : [];
    }),
    moved: all('moved', 0).flatMap(({ body, place }) =>
      typeof body.from === 'string' && typeof body.to === 'string'
        ? { from: expression(body.from), to: expression(body.to), ...place }
        : [],
    ),
    calls: all('module', 1).map(({ labels, body, place }) => {
      const source = literalText(body.source);
      return { name: labels[0] ?? '', source: source === null ? null : withoutCredentials(source), ...place };
    }),
    others: [
      ...all('output', 1).map(({ labels, place }) => ({ address: ['output', ...labels].join('.'), ...place })),
      ...all('action', 2).map(({ labels, place }) => ({ address: ['action', ...labels].join('.'), ...place })),
    ],
  };
}

interface WrittenBackend {
  readonly kind: string;
  readonly config: HclBody;
  /** Types and labels below the `terraform` block. */
  readonly path: readonly string[];
}

function backendsOf(terraform: HclBody): readonly WrittenBackend[] {
  return [
    ...blocksOf(terraform, 'backend', 1).map(({ labels, body }) => ({
      kind: labels[0] ?? '',
      config: literalSettings(body),
      path: ['backend', ...labels],
    })),
    ...blocksOf(terraform, 'cloud', 0).map(({ body }) => ({
      kind: 'cloud',
      config: literalSettings(body),
      path: ['cloud'],
    })),
    // Pluggable state storage: a provider stores the state, so locking and encryption cannot be determined here.
    ...blocksOf(terraform, 'state_store', 1).map(({ labels }) => ({
      kind: 'state_store',
      config: {},
      path: ['state_store', ...labels],
    })),
  ];
}

/** Returns the literal settings that may be shown. An explicit `null` counts as not set. */
export function literalSettings(body: HclBody): Readonly<Record<string, unknown>> {
  const written = Object.entries(body).filter(([name, value]) => value !== null && name !== '//');
  return publicSettings(Object.fromEntries(written.map(([name, value]) => [name, literal(value)])));
}

function toResource(mode: HclResource['mode'], block: HclBlock): Omit<HclResource, 'file'> {
  const [type = '', name = ''] = block.labels;
  const resource = { mode, type, name, lifecycle: toLifecycle(block.body), provisioners: toProvisioners(block.body) };
  if (type !== 'terraform_remote_state') return resource;
  // `config` is an attribute; before Terraform 0.12 it was a block.
  const [config] = blocksOf(block.body, 'config', 0);
  const attributes = {
    backend: literalText(block.body.backend),
    workspace: literalText(block.body.workspace),
    config: config === undefined ? null : literalSettings(config.body),
  };
  return { ...resource, attributes };
}

function toLifecycle(body: HclBody): HclResource['lifecycle'] {
  const [lifecycle] = blocksOf(body, 'lifecycle', 0);
  if (lifecycle === undefined) return {};
  const preventDestroy = flag(lifecycle.body, 'prevent_destroy');
  const createBeforeDestroy = flag(lifecycle.body, 'create_before_destroy');
  const destroy = flag(lifecycle.body, 'destroy');
  const ignoreChanges = ignoredOf(lifecycle.body.ignore_changes);
  return {
    ...(preventDestroy === undefined ? {} : { preventDestroy }),
    ...(createBeforeDestroy === undefined ? {} : { createBeforeDestroy }),
    ...(destroy === undefined ? {} : { destroy }),
    ...(ignoreChanges.length === 0 ? {} : { ignoreChanges }),
  };
}

function ignoredOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return expression(value) === 'all' ? ['all'] : [];
  if (!Array.isArray(value)) return [];
  const names = value.filter((name) => typeof name === 'string').map(expression);
  // `["*"]` is the old spelling of `all` and still accepted.
  return names.includes('*') ? ['all'] : names;
}

function toProvisioners(body: HclBody): HclResource['provisioners'] {
  return blocksOf(body, 'provisioner', 1).map(({ labels, body: provisioner }) => {
    const when = typeof provisioner.when === 'string' && expression(provisioner.when) === 'destroy';
    const lines = [provisioner.command, provisioner.inline, provisioner.script, provisioner.scripts].flat();
    const command = lines.filter((line) => typeof line === 'string').join('\n');
    return { type: labels[0] ?? '', when: when ? 'destroy' : 'create', command: command === '' ? null : command };
  });
}
