/** What a saved plan may run: showing one starts Terraform and providers from the checkout. */
import { resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { readStart } from '../read/files/bounded-read.ts';

/** Returns whether jobs of this event have permissions that the author of the change lacks. */
export function isPrivilegedEvent(event: string): boolean {
  return !['push', 'merge_group', 'pull_request', 'pull_request_review'].includes(event);
}

/**
 * Rejects saved plans in a privileged job, and where the workflow names no binary.
 * @throws {InputError} for such a plan
 */
export async function refuseToRun(
  file: string,
  from: {
    readonly event: string;
    readonly isPrivileged: boolean;
    readonly terraform: string | undefined;
    readonly workspace: string;
  },
): Promise<void> {
  const start = await readStart(resolve(from.workspace, file), 4);
  if (start?.start.slice(0, 2) !== 'PK') return;
  const hint = 'Give the output of `terraform show -json` from the job that planned.';
  if (from.isPrivileged) {
    throw new InputError({ file, message: `a saved plan cannot be read on \`${from.event}\``, hint });
  }
  if (from.terraform === undefined) {
    throw new InputError({ file, message: 'a saved plan needs the input `terraform`', hint });
  }
}

/** Removes the token and the runner's variables from the environment of Terraform and its providers. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT_|ACTIONS_)/.test(name)));
}
