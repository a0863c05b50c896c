/** Checks Terraform arguments given after `--`, so that they can be put before the name of a plan. */
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { TerraformArguments } from './pass-through.ts';

/**
 * Options of `apply` with a saved plan, in Terraform and OpenTofu. All others would change what is applied, or where.
 */
const switches = [
  'auto-approve',
  'compact-warnings',
  'concise',
  'consolidate-errors',
  'consolidate-warnings',
  'input',
  'json',
  'no-color',
  'show-sensitive',
];
const withValue = ['deprecation', 'json-into', 'lock-timeout', 'parallelism', 'var', 'var-file'];

/**
 * Returns the directory that Terraform runs in (`--dir` or `-chdir=DIR`), and the other arguments.
 * @throws {UsageError} if two directories are given
 */
export function splitDirectory({ dir, '--': args = [] }: Pick<TerraformArguments, 'dir' | '--'>): {
  readonly dir: string;
  readonly rest: readonly string[];
} {
  const isChdir = (arg: string): boolean => /^--?chdir=/.test(arg);
  const [chdir, ...others] = args.filter(isChdir).map((arg) => arg.slice(arg.indexOf('=') + 1));
  if (others.length > 0)
    throw new UsageError({ message: '-chdir is given more than once', hint: 'Name one directory.' });
  if (dir !== undefined && chdir !== undefined && resolve(dir) !== resolve(chdir)) {
    throw new UsageError({ message: `--dir ${dir} and -chdir=${chdir} differ`, hint: 'Name one directory.' });
  }
  return { dir: dir ?? chdir ?? '.', rest: args.filter((arg) => !isChdir(arg)) };
}

/**
 * Returns each option as one argument, so that none can take the next argument, or the plan, as its value.
 * @throws {UsageError} for arguments that are not options, and for options such as `-state` that change the target
 */
export function toApplyArguments(args: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const name = /^--?([a-z][a-z-]*)(?:=|$)/.exec(arg)?.[1];
    if (name === undefined) throw refused(arg, 'Pass only options. Name the plan before `--`.');
    if (name === 'lock') throw refused(arg, 'Without the lock, another run can change the state at the same time.');
    if (!switches.includes(name) && !withValue.includes(name)) {
      throw refused(arg, 'A saved plan fixes the changes and the state when it is made.');
    }
    if (switches.includes(name) || arg.includes('=')) {
      joined.push(arg);
      continue;
    }
    const value = args[at + 1];
    if (value === undefined) throw refused(arg, `Write ${arg}=VALUE.`);
    joined.push(`${arg}=${value}`);
    at += 1;
  }
  return joined;
}

function refused(arg: string, hint: string): UsageError {
  return new UsageError({ message: `\`${arg}\` cannot be passed to terraform apply`, hint });
}

/**
 * Returns `-out` and the other arguments of `plan` without `-detailed-exitcode`, whose status 2 would mean "could not
 * judge".
 * @throws {UsageError} for `-out` without a file
 */
export function toPlanArguments(args: readonly string[]): {
  readonly out: string | undefined;
  readonly rest: readonly string[];
} {
  const rest: string[] = [];
  let out: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const given = /^--?out(?:=(.*))?$/s.exec(arg);
    if (given) {
      out = given[1] ?? args[++at];
      if (!out) throw new UsageError({ message: '-out needs a file', hint: 'For example: -out=tfplan' });
    } else if (!/^--?detailed-exitcode(?:=|$)/.test(arg)) rest.push(arg);
  }
  return { out, rest };
}
