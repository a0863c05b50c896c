/** `firebreak atlantis --doctor`: finds mistakes in a server's configuration that let plans bypass the gate. */
import { standardOutput } from '../../app/output.ts';
import type { Mistake } from '../../atlantis/mistake.ts';
import { findMistakes, type ServerFlags } from '../../atlantis/mistakes.ts';
import { toServer } from '../../atlantis/server.ts';
import { InputError, UsageError } from '../../errors.ts';
import { readYaml, type YamlFile } from '../../read/settings/yaml.ts';
import { guardLines, terminal } from '../../report/escape.ts';
import { type Page, paint, wrap } from '../../report/text/text-layout.ts';
import { count } from '../../report/wording/words.ts';
import { isObject } from '../../text/is-object.ts';
import type { ExitCode } from '../command.ts';

/**
 * Prints the mistakes in a server's configuration.
 * @returns 0 if there are none, otherwise 1
 * @throws {InputError} for a file that cannot be read
 */
export async function examine(options: {
  readonly file: string;
  /** Arguments of `atlantis server`, or its environment variables. */
  readonly flags: string | undefined;
  readonly flagsFile: string | undefined;
}): Promise<ExitCode> {
  const { file, flags, flagsFile } = options;
  const yaml = await readMapping(file);
  const known = flags === undefined && flagsFile === undefined ? null : await readFlags({ flags, flagsFile });
  const mistakes = findMistakes(toServer(yaml.value), known);
  const page = standardOutput();
  const lines = mistakes.length === 0 ? clean(page, file) : report(page, { mistakes, yaml });
  process.stdout.write(`${guardLines(lines.join('\n'))}\n`);
  return mistakes.length === 0 ? 0 : 1;
}

function clean(page: Page, file: string): readonly string[] {
  return [
    ...wrap(page, `${paint(page, 'pass', 'PASS')}  ${terminal(file)}: no mistakes found.`, {
      first: '',
    }),
    '',
    ...wrap(page, 'Not checked: the version of Atlantis, scripts that steps call, and who can write to the server.', {
      first: '',
    }),
  ];
}

function report(
  page: Page,
  { mistakes, yaml }: { readonly mistakes: readonly Mistake[]; readonly yaml: YamlFile },
): readonly string[] {
  const verb = mistakes.length === 1 ? 'lets' : 'let';
  return [
    `${paint(page, 'fail', 'FAIL')}  ${terminal(yaml.file)}: ${count(mistakes.length, 'mistake')} ${verb} plans bypass the check.`,
    ...mistakes.flatMap(({ id, at, message, why, write }) => {
      const line = at === null ? undefined : yaml.position(at)?.line;
      const place = at === null ? 'server' : `${yaml.file}${line === undefined ? '' : `:${line}`}`;
      return [
        '',
        `${paint(page, 'bold', terminal(place))}  ${id}`,
        ...wrap(page, terminal(message), { first: '  ' }),
        ...wrap(page, terminal(why), { first: '  Why    ' }),
        ...wrap(page, terminal(write), { first: '  Write  ' }),
      ];
    }),
  ];
}

async function readMapping(file: string): Promise<YamlFile> {
  const yaml = await readYaml(file);
  if (!('value' in yaml)) throw new InputError(yaml);
  if (isObject(yaml.value)) return yaml;
  throw new InputError({
    file,
    message: 'not a server-side configuration of Atlantis',
    hint: 'Name the file that has `repos:` at the top.',
  });
}

async function readFlags(given: {
  readonly flags: string | undefined;
  readonly flagsFile: string | undefined;
}): Promise<ServerFlags> {
  const fromFile =
    given.flagsFile === undefined ? [] : Object.entries((await readMapping(given.flagsFile)).value ?? {});
  return new Map([
    ...fromFile.map(([name, value]): [string, string] => [name, String(value)]),
    ...parseFlags(given.flags ?? ''),
  ]);
}

/** `--name value`, `--name=value`, `--name`, `ATLANTIS_NAME=value`. */
function parseFlags(text: string): readonly (readonly [string, string])[] {
  const words = (text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) => word.replace(/["']/g, ''));
  return words.flatMap((word, i): readonly (readonly [string, string])[] => {
    const [, variable, set = ''] = /^ATLANTIS_([A-Z0-9_]+)=(.*)$/.exec(word) ?? [];
    if (variable !== undefined) return [[variable.toLowerCase().replaceAll('_', '-'), set]];
    const [, name, value] = /^--([a-z0-9-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (name === undefined) {
      if (word.startsWith('-')) throw new UsageError({ message: `unknown Atlantis flag \`${word}\`` });
      return [];
    }
    const next = words[i + 1];
    return [[name, value ?? (next === undefined || next.startsWith('-') ? '' : next)]];
  });
}
