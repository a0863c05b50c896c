/** The subject of a comment: a root module, or what several have in common. */
import { posix } from 'node:path';
import type { Report } from '../verdict/report.ts';
import type { Prepared } from './judge.ts';
import type { Topic } from './marker.ts';

/**
 * Returns the root and environment that identify the comment.
 * @param options.environment as named by the workflow; default: the environment of the settings
 */
export function commentKey(
  prepared: readonly Prepared[],
  reports: readonly Report[],
  options: { readonly environment: string | undefined },
): Topic {
  const environments = new Set(reports.map(({ settings }) => settings?.environment ?? 'default'));
  const [only = 'default'] = environments;
  return {
    root: joined(prepared.map(rootOf)),
    environment: options.environment ?? (environments.size > 1 ? '*' : only),
  };
}

/** A plan outside of the repository counts as one of the top directory. */
function rootOf(plan: Prepared): string {
  const file = 'schema' in plan ? plan.plan.file : plan.input.source.file;
  const known = 'schema' in plan ? null : (plan.input.settings?.rootModule.directory ?? null);
  const root = known ?? posix.dirname(file);
  return root.startsWith('..') || posix.isAbsolute(root) ? '.' : root;
}

/** Returns `stacks/**` for `stacks/a` and `stacks/b`, so that the comment stays the same if a third root is added. */
function joined(roots: readonly string[]): string {
  const [first = '.'] = roots;
  if (roots.every((root) => root === first)) return first;
  const steps = first.split('/');
  const common = steps.findIndex(
    (_, i) => !roots.every((root) => root.startsWith(`${steps.slice(0, i + 1).join('/')}/`)),
  );
  return [...steps.slice(0, Math.max(0, common)), '**'].join('/');
}
