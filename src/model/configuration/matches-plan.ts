/** Checks whether a guessed directory is the one that the plan was made in, by comparing blocks. */
import type { Configuration } from '../../source/plan-and-configuration.ts';

/** Blocks in the `configuration` of the plan. */
export interface PlanBlocks {
  /** Addresses without keys (`aws_s3_bucket.a`, `data.aws_ami.b`). Those of child modules may be included. */
  readonly resources: ReadonlySet<string>;
  /** Names or addresses of module calls in the root module: `network` or `module.network`. */
  readonly calls: ReadonlySet<string>;
}

/**
 * Compares the root modules. A block that only Terraform or only OpenTofu reads, or that is part of a `check`, may be
 * missing in the plan. Blocks of an unreadable file may be missing in the configuration.
 */
export function matchesPlan(configuration: Configuration, planBlocks: PlanBlocks): boolean {
  const root = configuration.modules.find((module) => module.address === '');
  if (root === undefined) return false;
  const blocks = [
    ...root.resources.map(({ mode, type, name, uncertain }) => ({
      address: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
      uncertain,
    })),
    ...root.calls.map(({ name, uncertain }) => ({ address: `module.${name}`, uncertain })),
  ];
  const planned = new Set([
    ...[...planBlocks.resources].filter((address) => !address.startsWith('module.')),
    ...[...planBlocks.calls].map((call) => (call.startsWith('module.') ? call : `module.${call}`)).filter(isOfRoot),
  ]);
  const written = new Set(blocks.map((block) => block.address));
  const isPlanned = blocks.every(({ address, uncertain }) => uncertain === true || planned.has(address));
  const isWritten = [...planned].every((address) => written.has(address));
  return isPlanned && (isWritten || (root.partial === true && [...planned].some((address) => written.has(address))));
}

function isOfRoot(call: string): boolean {
  return call.split('.').length === 2;
}
