/** Rewrites the messages of yargs: what is wrong with the command line, and what to type instead. */
import type { Argv, ParserConfigurationOptions } from 'yargs';
import type { Fault } from '../errors.ts';
import { didYouMean } from '../text/did-you-mean.ts';

/** How yargs reads a command line: `--no-x` and `--a.b` mean nothing special. */
export const parsing: Partial<ParserConfigurationOptions> = {
  'duplicate-arguments-array': true,
  'boolean-negation': false,
  'dot-notation': false,
};

/** Returns the message of yargs as a fault. Other messages than the known ones are kept. */
export function toUsageFault(
  message: string,
  { argv, parser, usage }: { readonly argv: readonly string[]; readonly parser: Argv; readonly usage: string },
): Fault {
  const help = `See: firebreak ${usage.split(' ', 1)[0]} --help`;
  const [, unknown] = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message) ?? [];
  if (unknown !== undefined)
    return unknownArgument(unknown.split(', '), { argv, known: longOptions(parser, usage), help });
  const [, missing] = /^Missing required arguments?: (.*)$/s.exec(message) ?? [];
  if (missing !== undefined)
    return { message: `missing option ${missing.split(', ').map(dashed).join(', ')}`, hint: help };
  if (/^Not enough non-option arguments/.test(message))
    return { message: 'missing argument', hint: `Usage: firebreak ${usage}` };
  const [, short] = /^(?:Not enough arguments following|Missing argument value): (.*)$/s.exec(message) ?? [];
  if (short !== undefined) return { message: `${dashed(short)} needs a value`, hint: help };
  const [, option = '', given, choices = ''] = /Argument: (.*), Given: (.*), Choices: (.*)$/s.exec(message) ?? [];
  if (given !== undefined) {
    const allowed = choices.replaceAll('"', '').split(', ');
    const value = given.replaceAll('"', '');
    return {
      message: isPositional(option, usage)
        ? `unknown ${option} \`${value}\``
        : `${dashed(option)}: unknown value \`${value}\``,
      hint: didYouMean(value, allowed) ?? `Use one of ${allowed.join(', ')}.`,
    };
  }
  return { message, hint: help };
}

function unknownArgument(
  names: readonly string[],
  { argv, known, help }: { readonly argv: readonly string[]; readonly known: readonly string[]; readonly help: string },
): Fault {
  // yargs names an option twice if it contains a dash: as it is, and in camel case.
  const options = names.filter((each) =>
    argv.some((arg) => arg === dashed(each) || arg.startsWith(`${dashed(each)}=`)),
  );
  const [first = names[0] ?? ''] = options;
  if (options.length === 0) return { message: `unexpected argument \`${first}\``, hint: help };
  const all = options.map((each) => `\`${dashed(each)}\``).join(', ');
  const alike = didYouMean(dashed(first), known);
  return { message: `unknown option${options.length > 1 ? 's' : ''} ${all}`, hint: alike ?? help };
}

/** Whether the usage of a command names it without dashes, e.g. `record <action> <file>`. */
function isPositional(name: string, usage: string): boolean {
  return [`<${name}>`, `[${name}]`, `[${name}..]`].some((each) => usage.includes(each));
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

/** Returns the long options that a parser knows, with their dashes; without the positional arguments in `usage`. */
export function longOptions(parser: Argv, usage: string): readonly string[] {
  const { key } = (parser as unknown as { getOptions(): { readonly key: object } }).getOptions();
  return Object.keys(key)
    .filter((name) => name.length > 1 && !/[A-Z]/.test(name) && !isPositional(name, usage))
    .map(dashed);
}
