/** Command lines that ask for nothing that Firebreak can do: exit 2, and what to type instead. Never help and exit 0. */
import { expect, test } from 'vitest';
import { firebreak } from './run.ts';

const plan = 'fixtures/aws-39-no-changes/plan.json';

test.each<readonly [line: string, message: string, hint: string]>([
  [
    `check ${plan} -chdir=live/prod`,
    'unknown option `-chdir=live/prod`',
    'To name the root module, use: --dir live/prod',
  ],
  [
    `check ${plan} -hf`,
    'unknown option `-hf`',
    'Options of Firebreak start with two dashes. See: firebreak check --help',
  ],
  [`check ${plan} -fjson`, 'unknown option `-fjson`', 'Write: -f json'],
  [
    `check ${plan} -x`,
    'unknown option `-x`',
    'Options of Firebreak start with two dashes. See: firebreak check --help',
  ],
  [`check ${plan} --no-now`, 'unknown option `--no-now`', 'See: firebreak check --help'],
  [`check ${plan} --explainpass`, 'unknown option `--explainpass`', 'Did you mean `--explain-pass`?'],
  [`check ${plan} --dir`, '--dir needs a value', 'See: firebreak check --help'],
  [`check ${plan} --h`, 'unknown option `--h`', 'See: firebreak check --help'],
  [`check ${plan} ---details`, 'unknown option `---details`', 'Did you mean `--details`?'],
  [`check ${plan} -version`, 'unknown option `-version`', 'Did you mean `--version`?'],
  [`backtest ${plan} -against=a`, 'unknown option `-against=a`', 'Did you mean `--against`?'],
  ['plan -dir=a', 'unknown option `-dir=a`', 'Did you mean `--dir`?'],
  [
    'test . -chdir=a',
    'unknown option `-chdir=a`',
    'Options of Firebreak start with two dashes. See: firebreak test --help',
  ],
  ['atlantis -gate', 'unknown option `-gate`', 'Did you mean `--gate`?'],
  ['hook help', 'unknown action `help`', 'Use one of install.'],
  ['completion tcsh', 'unknown shell `tcsh`', 'Use one of bash, zsh, fish.'],
  ['-v', 'no command before `-v`', 'Did you mean `--version`?'],
  ['-h chekc', 'unknown command `chekc`', 'Did you mean `check`?'],
  [
    'plan -chdir=live/prod',
    'unknown option `-chdir=live/prod`',
    'Terraform options go after `--`: firebreak plan … -- -chdir=live/prod',
  ],
  [
    'apply tfplan -target=a',
    'unknown option `-target=a`',
    'Terraform options go after `--`: firebreak apply … -- -target=a',
  ],
  ['record verfy a', 'unknown action `verfy`', 'Did you mean `verify`?'],
  ['hook remove', 'unknown action `remove`', 'Use one of install.'],
  ['apply', 'missing argument', 'Usage: firebreak apply <plan>'],
  ['apply a b', 'unexpected argument `b`', 'See: firebreak apply --help'],
  ['backtest plans', 'missing option --against', 'See: firebreak backtest --help'],
  ['policies -f xml', '--format: unknown value `xml`', 'Use one of text, json.'],
  ['atlantis --gate -chdir=x', 'unknown option `-chdir=x`', 'To name the root module, use: --dir x'],
  [
    '-chdir=x check',
    'no command before `-chdir=x`',
    'Options come after the command: firebreak check plan.json --dir live/prod',
  ],
  ['chekc', 'unknown command `chekc`', 'Did you mean `check`?'],
  ['', 'no command given', 'For example: firebreak check plan.json. All commands: firebreak --help'],
])('firebreak %s', async (line, message, hint) => {
  const { stderr, code } = await firebreak(line === '' ? [] : line.split(' '));
  expect({ stderr, code }).toEqual({ stderr: `firebreak: ${message}\n  ${hint}\n`, code: 2 });
});

test('a plan named help is judged', async () => {
  const { stdout, code } = await firebreak(['check', plan, 'help']);
  expect(code).toBe(2);
  expect(stdout).toContain('help: no such file');
});

test.each([['--help'], ['-h'], ['help'], ['--version'], ['check', '--help'], ['help', 'check']])(
  '%s %s is asked for: exit 0',
  async (...args) => {
    expect(await firebreak(args)).toMatchObject({ code: 0, stderr: '' });
  },
);

test('the help of a command is the same however it is asked for', async () => {
  const { stdout } = await firebreak(['plan', '--help']);
  expect(stdout).toContain('firebreak plan [-- TERRAFORM OPTIONS]');
  for (const args of [
    ['plan', '-h'],
    ['help', 'plan'],
    ['-h', 'plan'],
    ['--help', 'plan'],
  ]) {
    expect(await firebreak(args)).toMatchObject({ code: 0, stdout });
  }
});

test('messages are English in every locale', async () => {
  const { stderr } = await firebreak(['check', '--foo'], { env: { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' } });
  expect(stderr).toContain('unknown option `--foo`');
});

test('--quiet prints no report, but errors', async () => {
  expect(await firebreak(['check', plan, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  const none = await firebreak(['check', 'gone.json', '--quiet']);
  expect(none).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('gone.json: no such file'),
  });
});

test.each([
  [0, 'test test/cli/samples/policies'],
  [1, 'test test/cli/samples/failing'],
  [0, 'validate --config test/cli/samples/stricter.yaml'],
  [1, `backtest fixtures/aws-50-kiro-environment-recreated/plan.json --against test/cli/samples/looser.yaml`],
  [1, 'lint fixtures/aws-42-backend-explicit-local/tf'],
])('exit %i: %s --quiet prints nothing', async (code, line) => {
  expect(await firebreak([...line.split(' '), '--quiet'])).toEqual({ code, stdout: '', stderr: '' });
});

test('backtest --quiet says which plan cannot be judged', async () => {
  const against = ['--against', 'test/cli/samples/looser.yaml'];
  expect(await firebreak(['backtest', 'package.json', ...against, '--quiet'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^firebreak: package\.json: not a plan.*\n {2}\S.*\n$/),
  });
});

test('completion lists commands, and the options of one', async () => {
  const complete = async (...words: readonly string[]) =>
    (await firebreak(['--get-yargs-completions', 'firebreak', ...words])).stdout.split('\n');
  expect(await complete('')).toEqual(expect.arrayContaining(['check', 'apply']));
  expect(await complete('lint', '--')).toEqual(expect.arrayContaining(['--base-dir']));
  expect(await complete('check', '--f')).not.toContain('--f');
});

test.each([
  ['bash', 'complete -o bashdefault'],
  ['zsh', '#compdef firebreak'],
  ['fish', 'complete -f -c firebreak'],
])('completion %s', async (shell, line) => {
  expect((await firebreak(['completion', shell])).stdout).toContain(line);
});
