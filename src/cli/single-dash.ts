/** Rejects arguments such as `-chdir=DIR`, which yargs would read as a cluster of short options with a `-h` in it. */
import { UsageError } from '../errors.ts';

/** Short options that exist: --help, --format, --output. Whether this command has them is checked by yargs. */
const shortOption = /^-[hfo](?:=|$)/;

interface Named {
  /** Name of the command; undefined: none. */
  readonly name: string | undefined;
  /** Whether arguments after `--` are for Terraform. */
  readonly passesOn: boolean;
}

/**
 * Accepts only single short options. Terraform's long options start with one dash, Firebreak's with two.
 * @param argv arguments before `--`
 * @throws {UsageError} with every other argument that starts with one dash
 */
export function refuseSingleDash(argv: readonly string[], { name, passesOn }: Named): void {
  const wrong = argv.filter((arg) => /^-[^-\d]/.test(arg) && !shortOption.test(arg));
  if (wrong.length === 0) return;
  throw new UsageError(
    wrong.map((arg) => ({ message: `unknown option \`${arg}\``, hint: hintFor(arg, { name, passesOn }) })),
  );
}

function hintFor(arg: string, { name, passesOn }: Named): string {
  if (passesOn) return `Terraform options go after \`--\`: firebreak ${name} … -- ${arg}`;
  const directory = /^-chdir=(.+)$/.exec(arg)?.[1];
  if (directory !== undefined) return `To name the root module, use: --dir ${directory}`;
  const joined = /^-([fo])(\w+)$/.exec(arg);
  if (joined) return `Write: -${joined[1]} ${joined[2]}`;
  return `Options of Firebreak start with two dashes. See: firebreak ${name === undefined ? '' : `${name} `}--help`;
}
