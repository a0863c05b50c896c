/** What all tools of one connection share: the options of the server, and how it judges a plan. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { JudgeContext } from '../../app/judge-plan.ts';
import { UsageError } from '../../errors.ts';
import { realPath } from '../../read/files/real-path.ts';
import { type JudgeArguments, toJudgeContext } from '../judge-context.ts';

/** The options of `firebreak mcp`, which the person sets who configures the agent. No tool changes them. */
export type SessionArguments = Omit<JudgeArguments, 'dir'>;

/** A plan that a tool may read. */
export interface NamedPlan {
  /** Relative to the working directory. */
  readonly file: string;
  readonly dir: string | undefined;
}

/**
 * Returns the plan with paths relative to the working directory.
 * @throws {UsageError} for a path that leads out of it, also through a link, or to standard input
 */
export async function namedPlan(given: {
  readonly plan: string;
  readonly dir?: string | undefined;
}): Promise<NamedPlan> {
  return {
    file: await pathBelow(given.plan),
    dir: given.dir === undefined ? undefined : await pathBelow(given.dir),
  };
}

async function pathBelow(path: string): Promise<string> {
  const way = relative(await realPath(process.cwd()), await realPath(resolve(path)));
  if (path !== '-' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return way || '.';
  throw new UsageError({
    file: path,
    message: 'not below the working directory',
    hint: 'Name a file of the folder in which `firebreak mcp` was started.',
  });
}

/**
 * Returns how to judge the plan. An agent takes part in everything that is asked for here, whatever its environment
 * says.
 * @throws {UsageError | InputError} as for a command line with the same options
 */
export function toJudging(args: SessionArguments, { file, dir }: NamedPlan): Promise<JudgeContext> {
  return toJudgeContext(
    { ...args, dir },
    {
      cwd: process.cwd(),
      env: { ...process.env, AI_AGENT: 'mcp' },
      onProgress: () => {},
      plan: file,
      approves: true,
    },
  );
}
