/** What becomes of each of many command lines, and that writing one otherwise makes no difference. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judgeCommandLine } from '../../src/agent-guard/decide.ts';
import { Budget } from '../../src/agent-guard/shell/budget.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import type { CommandRules } from '../../src/source/agent-commands.ts';
import { inMemory, type Project, projects } from './projects.ts';

interface Line {
  readonly line: string;
  readonly files?: Project['files'];
}

const read = (path: string) => parse(readFileSync(join(import.meta.dirname, path), 'utf8'));
const rules: CommandRules = read('../../policies/agents/commands.yaml');
const expected: Readonly<Record<'allow' | 'ask' | 'deny', readonly string[]>> = read('commands.yaml');
/** Each line is judged once, however many tests ask. */
const judgements = new Map<string, ReturnType<typeof judgeCommandLine>>();
function judge(line: string) {
  const judgement = judgements.get(line) ?? judgeCommandLine(line, rules);
  judgements.set(line, judgement);
  return judgement;
}
const decisionOf = (line: string) => judge(line).decision;

describe.each(['allow', 'ask', 'deny'] as const)('%s', (decision) => {
  it.each(expected[decision])('%s', (line) => {
    expect(decisionOf(line)).toBe(decision);
  });
});

describe('the rules', () => {
  it('fit their schema, and are part of the program', () => {
    const schema = read('../../schemas/agent-commands.schema.json');
    const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
    expect(validate(rules) ? [] : validate.errors).toEqual([]);
    expect(readBuiltinPolicies().commands).toEqual(rules);
  });

  it('are named once, and name ways that are there', () => {
    const ids = rules.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(rules.rules.filter(({ way }) => way !== undefined && !Object.hasOwn(rules.ways, way))).toEqual([]);
  });

  /** What is said of a line: the decision, and for which reason. */
  const said = ({ line, files }: Line, given: CommandRules): string =>
    JSON.stringify(judgeCommandLine(line, given, { files: files && inMemory(files) }));
  const inProjects = projects.flatMap(({ files, allow = [], ask = [], deny = [] }) =>
    [...allow, ...ask, ...deny].map((line): Line => ({ line, files })),
  );
  const plain = Object.values(expected).flatMap((list) => list.map((line): Line => ({ line })));
  const lines = [...plain, ...inProjects].map((of) => ({
    ...of,
    now: of.files === undefined ? JSON.stringify(judge(of.line)) : said(of, rules),
    text: JSON.stringify([of.line, of.files]).toLowerCase(),
  }));

  it.each(['rules', 'tools', 'runners', 'carriers', 'interpreters', 'entryPoints', 'libraries'] as const)(
    'are all needed: %s',
    (kind) => {
      const without = (i: number): CommandRules => ({ ...rules, [kind]: rules[kind].filter((_, at) => at !== i) });
      const named = (i: number) => {
        const entry = rules[kind][i];
        return entry !== undefined && 'id' in entry && lines.some(({ now }) => now.includes(`"id":"${entry.id}"`));
      };
      // Those that name it come first: one that says something else without it is enough.
      const likely = ({ names }: { readonly names: readonly string[] }) => {
        const isNamed = ({ text }: { readonly text: string }) => names.some((name) => text.includes(name));
        return [...lines.filter(isNamed), ...lines.filter((of) => !isNamed(of))];
      };
      const namesOf = (entry: (typeof rules)[typeof kind][number]) => ('names' in entry ? entry.names : entry.tools);
      const idle = rules[kind].filter((entry, i) => {
        if (named(i)) return false;
        const others = without(i);
        return likely({ names: namesOf(entry) }).every((line) => said(line, others) === line.now);
      });
      expect(idle.map((entry) => ('id' in entry ? entry.id : entry.names.join()))).toEqual([]);
    },
  );

  it('guard every variable by which an agent is known', () => {
    const { agents } = readBuiltinPolicies().actors;
    const names = agents.flatMap(({ environment = [] }) => environment);
    expect(names.length).toBeGreaterThan(10);
    const hidings = (name: string) => [
      `unset ${name}`,
      `${name}= firebreak apply p`,
      `export ${name}=''`,
      `env -u ${name} x`,
    ];
    expect(names.flatMap(hidings).filter((line) => decisionOf(line) !== 'deny')).toEqual([]);
  });

  it('are lists of names that stand in one place each', () => {
    for (const names of [rules.tools, rules.runners, rules.carriers, rules.interpreters, rules.entryPoints].map(
      (list) => list.flatMap((of) => of.names),
    ))
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe('writing it otherwise', () => {
  const stopped = [
    ['terraform', 'destroy'],
    ['terraform', '-chdir=live', 'apply', '-auto-approve'],
    ['tofu', 'state', 'rm', 'a.b'],
    ['aws', 'rds', 'delete-db-instance', '--db-instance-identifier', 'main'],
    ['kubectl', 'delete', 'ns', 'prod'],
    ['gsutil', '-m', 'rm', '-r', 'gs://bucket'],
  ] as const;
  const command = fc.constantFrom(...stopped);

  /** Quotes, backslashes and nothing at all, anywhere in a word. */
  const spelt = (word: string): fc.Arbitrary<string> =>
    fc
      .array(
        fc.constantFrom<(letter: string) => string>(
          (letter) => letter,
          (letter) => `'${letter}'`,
          (letter) => `"${letter}"`,
          (letter) => (/\w/.test(letter) ? `\\${letter}` : letter),
          (letter) => `""${letter}`,
          (letter) => `\\\n${letter}`,
          (letter) => `$'\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}'`,
        ),
        { minLength: word.length, maxLength: word.length },
      )
      .map((ways) => [...word].map((letter, i) => ways[i]?.(letter) ?? letter).join(''));
  const blank = fc.constantFrom(' ', '  ', '\t', ' \\\n ');
  const line = command.chain((words) =>
    fc
      .tuple(fc.tuple(...words.map(spelt)), fc.array(blank, { minLength: words.length, maxLength: words.length }))
      .map(([parts, blanks]) => parts.map((part, i) => `${part}${blanks[i] ?? ' '}`).join('')),
  );

  it('quotes, escapes and blanks change nothing', () => {
    fc.assert(
      fc.property(line, (text) => decisionOf(text) === 'deny'),
      { numRuns: 300 },
    );
  });

  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const wrappers: readonly ((text: string) => string)[] = [
    (text) => `sh -c ${quote(text)}`,
    (text) => `bash -lc ${quote(text)}`,
    (text) => `eval ${quote(text)}`,
    (text) => `( ${text} )`,
    (text) => `{ ${text}; }`,
    (text) => `true && ${text}`,
    (text) => `false || ${text}`,
    (text) => `echo ok; ${text} &`,
    (text) => `echo "$( ${text} )"`,
    (text) => `if true; then ${text}; fi`,
    (text) => `while true; do ${text}; done`,
    (text) => `f() { ${text}; }; f`,
    (text) => `ssh host ${quote(text)}`,
    (text) => `sudo sh -c ${quote(text)}`,
    (text) => `env A=b bash -c ${quote(text)} | tee log`,
    (text) => `bash <<'END'\n${text}\nEND\n`,
    (text) => `C=${quote(text)}; bash -c "$C"`,
  ];
  const plainLine = command.map((words) => words.join(' '));
  const wrapped = fc
    .tuple(plainLine, fc.array(fc.constantFrom(...wrappers), { maxLength: 3 }))
    .map(([text, around]) => around.reduce((inner, wrap) => wrap(inner), text));

  it('wrapping, up to three deep, changes nothing', () => {
    fc.assert(
      fc.property(wrapped, (text) => decisionOf(text) === 'deny'),
      { numRuns: 300 },
    );
  });

  it('what stands beside it changes nothing', () => {
    const other = fc.constantFrom(...expected.allow.filter((text) => !/[\n#&]|^if$|"unterminated|exit/.test(text)));
    const beside = fc
      .tuple(other, plainLine, fc.boolean())
      .map(([text, stop, first]) => (first ? `${stop}\n${text}` : `${text}\n${stop}`));
    fc.assert(
      fc.property(beside, (text) => decisionOf(text) === 'deny'),
      { numRuns: 200 },
    );
  });

  it('any text gets an answer, and never an exception', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '$(',
        ')',
        '`',
        '"',
        "'",
        '{',
        '}',
        '<<E\n',
        '|',
        '&&',
        '[[',
        '((',
        '${',
        'terraform ',
        'destroy ',
      ),
    );
    const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (any) => ['allow', 'ask', 'deny'].includes(decisionOf(any))),
      { numRuns: 500 },
    );
  });
});

describe('what is hidden in something else', () => {
  it.each(expected.deny)('%s: as code, and behind other commands', (line) => {
    const code = `os.system(${JSON.stringify(line)})`;
    expect(decisionOf(`python3 -c '${code.replaceAll("'", "'\\''")}'`)).not.toBe('allow');
    expect(decisionOf(`${'true;'.repeat(10)}${line}`)).not.toBe('allow');
  });

  it('behind a hundred commands', () => {
    const some = expected.deny.filter((_, i) => i % 20 === 0);
    expect(some.filter((line) => decisionOf(`${'true;'.repeat(100)}${line}`) === 'allow')).toEqual([]);
  });
});

describe('hostile lines', () => {
  const many = (count: number, text: string) => text.repeat(count);
  const limit = 100_000;

  it.each([
    ['nested too deep to read', `${many(5_000, '$(')}terraform destroy${many(5_000, ')')}`],
    ['longer than anybody reads', `${many(30_000, 'echo x; ')}terraform destroy`],
    ['more commands than are looked at', `${many(30_000, 'a;')}terraform destroy`],
    ['a shell in a shell in a shell', `${many(40, 'eval ')}terraform destroy`],
    ['one program above another', `${many(13, 'sudo ')}terraform destroy`],
    ['braces in braces', `${many(12, '{a,b}')}; $X terraform destroy`],
    ['more braces than there is memory', `echo ${many(30, '{a,b}')}; terraform destroy`],
    ['words with many braces', `echo ${many(5_000, '{a,b}{a,b}{a,b} ')}; terraform destroy`],
    ['many places at which a command may begin', `docker ${many(900, 'terraform ')}destroy`],
    ['many places in an unknown program', `unknown ${many(5_000, 'docker terraform ')}destroy`],
    ['many ways to read options', `sudo ${many(5_000, '-x y ')}terraform destroy`],
    ['loops in loops', `${many(6, `for a in ${many(20, 'x ')}; do `)}X=1; ${many(6, 'done; ')}; terraform destroy`],
    ['a variable that doubles', `A=aaaaaaaaaa; ${many(60, 'A=$A$A; ')}terraform destroy`],
    ['a long value many times', `A=${many(9_000, 'a')}; echo ${many(900, '$A')}; $A terraform destroy`],
    [
      'functions that call functions',
      `${Array.from({ length: 30 }, (_, i) => `f${i}() { f${i + 1}; f${i + 1}; }; `).join('')}f0; terraform destroy`,
    ],
    [
      'much input for many commands',
      `echo ${many(20_000, 'a ')} | xargs -n1 echo ${many(2_000, 'b ')}; terraform destroy`,
    ],
    ['a format with many values', `printf '${many(2_000, 'x')}%s' ${many(9_000, 'a ')}; terraform destroy`],
    ['code that is long', `python3 -c "${many(20_000, "'a' ")}"; terraform destroy`],
  ])('%s: asked or stopped, within a bound of steps', (_, line) => {
    const budget = new Budget(limit);
    expect(judgeCommandLine(line, rules, { budget }).decision).not.toBe('allow');
    expect(budget.spent).toBeLessThanOrEqual(limit);
  });

  it('what is given up on is asked about, whatever it says', () => {
    const line = `${many(5, `for a in ${many(20, 'x ')}; do `)}true; ${many(5, 'done; ')}`;
    expect(judgeCommandLine(line, rules)).toEqual({ decision: 'ask', because: 'too much' });
  });

  it('a name of a program that holds control characters is not handed on', () => {
    const judgement = judgeCommandLine('x\u001b[31m-destroy\u202e.sh', rules);
    expect(judgement.decision).toBe('ask');
    expect(JSON.stringify(judgement)).not.toMatch(/u001b|\u202e/);
  });
});
