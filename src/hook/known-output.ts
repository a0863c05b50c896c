/** What a command prints, where the line itself says so: `echo`, `printf`, `cat` of a here-document, `which`. */
import type { Command, HereDoc, ParsedScript, Redirection, Statement } from 'unbash';
import { expand, expandToText, expandWhole } from './expand.ts';
import type { Scope } from './scope.ts';
import { programName, unknownText } from './word.ts';

/** undefined: not known. */
export function outputOf(script: Pick<ParsedScript, 'commands'>, scope: Scope): string | undefined {
  const texts = script.commands.map((statement) => outputOfNode(statement.command, scope));
  return texts.some((text) => text !== undefined) ? texts.map((text) => text ?? unknownText).join('\n') : undefined;
}

export function outputOfNode(node: Statement['command'], scope: Scope): string | undefined {
  if (node.type === 'Command') return outputOfCommand(node, scope);
  if (node.type === 'Subshell' || node.type === 'BraceGroup') return outputOf(node.body, scope);
  if (node.type === 'Pipeline' && node.commands.length === 1 && node.commands[0])
    return outputOfNode(node.commands[0], scope);
  return undefined;
}

function outputOfCommand(command: Command, scope: Scope): string | undefined {
  if (!command.name) return undefined;
  const [program = '', ...words] = [command.name, ...command.args.filter(({ type }) => type === 'Word')].flatMap(
    (word) => (word.type === 'Word' ? expand(word, scope) : []),
  );
  const operands = words.filter((word) => !word.startsWith('-'));
  switch (programName(program)) {
    case 'echo':
      return `${words.filter((word) => !/^-[neE]+$/.test(word)).join(' ')}\n`.replaceAll('\\n', '\n');
    case 'printf':
      return formatted(words[0] === '--' ? words.slice(1) : words);
    case 'cat':
    case 'tee':
      return operands.length === 0 || operands[0] === '-' || programName(program) === 'tee'
        ? inputOf(command.redirects, scope)
        : undefined;
    case 'which':
    case 'realpath':
    case 'readlink':
      return operands.at(-1);
    case 'command':
    case 'type':
      return words.some((word) => /^-[vVpP]$/.test(word)) ? operands.at(-1) : undefined;
    default:
      return undefined;
  }
}

/** What a here-document or a here-string hands to a command. */
export function inputOf(redirects: readonly Redirection[], scope: Scope): string | undefined {
  const given = redirects.findLast(({ type }) => type !== 'Redirect');
  if (given?.type === 'HereDoc') return hereDocument(given, scope);
  return given?.type === 'HereString' && given.target ? expandWhole(given.target, scope) : undefined;
}

function hereDocument({ body }: HereDoc, scope: Scope): string {
  return body.parts ? expandToText(body.parts, scope) : body.text;
}

function formatted([format = '', ...values]: readonly string[]): string {
  let next = 0;
  const once = () => format.replace(/%[-+ 0-9.]*[a-zA-Z%]/g, (verb) => (verb === '%%' ? '%' : (values[next++] ?? '')));
  let text = once();
  while (next > 0 && next < values.length) text += once();
  return text.replaceAll('\\n', '\n');
}
