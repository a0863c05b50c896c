/** The page that people read, the file that the runner reads, and the code say the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inputDefaults, readInputs } from '../../src/action/inputs.ts';
import { toOutputs } from '../../src/action/outputs.ts';
import { UsageError } from '../../src/errors.ts';
import { readAction, root } from './runner.ts';

const { inputs, outputs, runs } = readAction();
const page = readFileSync(join(root, 'docs', 'github-action.md'), 'utf8');

it('runs on the Node that the runner has', () => {
  expect(runs).toEqual({ using: 'node24', main: 'dist/index.cjs' });
});

it('every input is read, and has its default in one place', () => {
  expect(Object.keys(inputs)).toEqual(Object.keys(inputDefaults));
  for (const [name, { default: standard, description }] of Object.entries(inputs)) {
    expect(standard, name).toBe(name === 'github-token' ? ['$', '{{ github.token }}'].join('') : undefined);
    const own = Object.entries(inputDefaults).find(([key]) => key === name)?.[1];
    if (own) expect(description).toMatch(new RegExp(`Default: ${own}$`));
  }
});

it('every output is written', () => {
  const set = { schema: 'firebreak.report-set/1', verdict: 'pass', reports: [] } as const;
  expect(Object.keys(toOutputs(set, { report: '' }))).toEqual(Object.keys(outputs));
});

it('the page names every input with its default, and every output', () => {
  for (const [name, standard] of Object.entries(inputDefaults))
    expect(page).toMatch(
      new RegExp(`^\\| \`${name}\` \\|${standard === '' ? '' : ` \`${standard.replace('.', '\\.')}\``} `, 'm'),
    );
  for (const name of Object.keys(outputs)) expect(page).toContain(`\`${name}\``);
});

it('an input that is not set counts as its default', () => {
  expect(readInputs({})).toEqual(readInputs({ INPUT_PLAN: ' ', 'INPUT_FAIL-ON': '', INPUT_COMMENT: '' }));
  expect(readInputs({})).toMatchObject({ plans: ['plan.json'], comment: 'always', failOn: 'soft' });
});

it.each([
  ['INPUT_CONFIG', '/etc/firebreak.yaml'],
  ['INPUT_CONFIG', 'a/../../b.yaml'],
  ['INPUT_POLICIES', 'good\n../bad'],
  ['INPUT_COMMENT', 'allways'],
  ['INPUT_FAIL-ON', 'soft; rm -rf /'],
  ['INPUT_FORMATS', 'jsn=x.json'],
])('%s does not take `%s`', (name, value) => {
  expect(() => readInputs({ [name]: value })).toThrow(UsageError);
});
