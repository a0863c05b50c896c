/** Rejects arguments such as `-chdir=DIR`, which yargs would read as a cluster of short options with a `-h` in it. */
import { UsageError } from '../errors.ts';
import { didYouMean } from '../text/did-you-mean.ts';

/** Short options that exist: --help, --format, --output. Whether this command has them is checked by yargs. */
const shortOption = /^-[hfo](?:=|$)/;
/** Not a path such as `-`, and not a negative number: one dash, more than two, or two before a single letter. */
const misspelled = /^(?:-[^-\d]|---|--[^-=](?:=|$))/;

interface Named {
  /** Name of the command; undefined: none. */
  readonly name: string | undefined;
  /** Whether arguments after `--` are for Terraform. */
  readonly passesOn: boolean;
  /** Long options of the command, with their dashes; called only if there is a fault. */
  readonly known: () => readonly string[];
}

/**
 * Accepts only single short options. Terraform's long options start with one dash, Firebreak's with two.
 * @param argv arguments before `--`
 * @throws {UsageError} with every other argument that starts with one dash
 */
export function refuseSingleDash(argv: readonly string[], { name, passesOn, known }: Named): void {
  const wrong = argv.filter((arg) => misspelled.test(arg) && !shortOption.test(arg));
  if (wrong.length === 0) return;
  const options = known();
  throw new UsageError(
    wrong.map((arg) => ({ message: `unknown option \`${arg}\``, hint: hintFor(arg, { name, passesOn, options }) })),
  );
}

function hintFor(
  arg: string,
  { name, passesOn, options }: Omit<Named, 'known'> & { readonly options: readonly string[] },
): string {
  const [written = '', value] = arg.split('=', 2);
  const long = written.replace(/^-+/, '--');
  const help = `See: firebreak ${name === undefined ? '' : `${name} `}--help`;
  if (passesOn && !options.includes(long)) return `Terraform options go after \`--\`: firebreak ${name} … -- ${arg}`;
  if (long === '--chdir' && options.includes('--dir')) return `To name the root module, use: --dir ${value ?? 'DIR'}`;
  const joined = /^-([fo])(\w+)$/.exec(arg);
  if (joined && options.includes(joined[1] === 'f' ? '--format' : '--output'))
    return `Write: -${joined[1]} ${joined[2]}`;
  const alike = didYouMean(long, options);
  if (alike !== undefined) return alike;
  return arg.startsWith('--') ? help : `Options of Firebreak start with two dashes. ${help}`;
}
