/** What a user gives to Terraform behind `--`, made safe to put before the name of a plan. */
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { TerraformArguments } from './pass-through.ts';

/** Of `apply` with a saved plan, in Terraform and OpenTofu; all others would change what is applied, or where to. */
const switches = [
  'auto-approve',
  'compact-warnings',
  'concise',
  'consolidate-errors',
  'consolidate-warnings',
  'input',
  'json',
  'lock',
  'no-color',
  'show-sensitive',
];
const withValue = ['deprecation', 'json-into', 'lock-timeout', 'parallelism', 'var', 'var-file'];

/**
 * The directory that Terraform runs in (`--dir` and `-chdir=DIR` are two names for it), and its other arguments.
 * @throws {UsageError} where two directories are named
 */
export function splitDirectory({ dir, '--': args = [] }: Pick<TerraformArguments, 'dir' | '--'>): {
  readonly dir: string;
  readonly rest: readonly string[];
} {
  const isChdir = (arg: string): boolean => /^--?chdir=/.test(arg);
  const [chdir, ...others] = args.filter(isChdir).map((arg) => arg.slice(arg.indexOf('=') + 1));
  if (others.length > 0) throw new UsageError({ message: '-chdir is given twice', hint: 'name one directory' });
  if (dir !== undefined && chdir !== undefined && resolve(dir) !== resolve(chdir)) {
    throw new UsageError({ message: `--dir says ${dir} and -chdir says ${chdir}`, hint: 'name one directory' });
  }
  return { dir: dir ?? chdir ?? '.', rest: args.filter((arg) => !isChdir(arg)) };
}

/**
 * Each option as one argument, so that none can take the next one, or the plan, for its value.
 * @throws {UsageError} for what is no option, and for options such as `-state` by which a plan goes elsewhere
 */
export function toApplyArguments(args: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const name = /^--?([a-z][a-z-]*)(?:=|$)/.exec(arg)?.[1];
    if (name === undefined) throw refused(arg, 'only options can be added; the plan is named before `--`');
    if (!switches.includes(name) && !withValue.includes(name)) {
      throw refused(arg, 'what a saved plan does, and to which state, was settled when it was made');
    }
    if (switches.includes(name) || arg.includes('=')) {
      joined.push(arg);
      continue;
    }
    const value = args[at + 1];
    if (value === undefined) throw refused(arg, `write ${arg}=VALUE`);
    joined.push(`${arg}=${value}`);
    at += 1;
  }
  return joined;
}

function refused(arg: string, hint: string): UsageError {
  return new UsageError({ message: `\`${arg}\` cannot be given to terraform apply here`, hint });
}

/**
 * Of `plan`: its `-out`, and the rest without `-detailed-exitcode`, whose 2 would read as "could not judge".
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
      if (!out) throw new UsageError({ message: '-out names no file', hint: 'for example -out=tfplan' });
    } else if (!/^--?detailed-exitcode(?:=|$)/.test(arg)) rest.push(arg);
  }
  return { out, rest };
}
