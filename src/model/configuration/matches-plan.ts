/** Whether a directory that nobody named is the one a plan was made in: its blocks are those of the plan. */
import type { Configuration } from '../../source/plan-and-configuration.ts';

/** Blocks of the plan's `configuration`. */
export interface PlanBlocks {
  /** Addresses without keys (`aws_s3_bucket.a`, `data.aws_ami.b`); those of child modules may be among them. */
  readonly resources: ReadonlySet<string>;
  /** Names or addresses of the root module's calls: `network` or `module.network`. */
  readonly calls: ReadonlySet<string>;
}

/**
 * Compares the root modules. Of a block that only one of Terraform and OpenTofu reads, or that stands in a `check`, either
 * answer fits. Blocks of a file that could not be read may be missing.
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
