/** The tutorial for policies: its files, its commands in order, and what it says about absent values. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firebreak, root } from './cli/run.ts';

const page = readFileSync(join(root, 'docs', 'writing-policies.md'), 'utf8');
const cwd = mkdtempSync(join(tmpdir(), 'firebreak-tutorial-'));
afterAll(() => rmSync(cwd, { recursive: true }));

function put(name: string, text: string): void {
  mkdirSync(join(cwd, dirname(name)), { recursive: true });
  writeFileSync(join(cwd, name), text);
}

beforeAll(() => {
  put('.git', '');
  for (const [, name = '', text = ''] of page.matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```$/gm)) put(name, text);
  put('strict.yaml', 'policy-folders: [rules]\n');
  mkdirSync(join(cwd, 'plans'));
  cpSync(join(root, 'fixtures', 'aws-39-no-changes', 'plan.json'), join(cwd, 'plans', 'plan.json'));
});

const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));

test.each(commands)('%s', async (line) => {
  const [program, ...args] = line.split(' ');
  expect(program).toBe('firebreak');
  expect(await firebreak(args, { cwd })).toMatchObject({ code: 0, stderr: '' });
});

describe('absent values', () => {
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (true|false|unknown)\b/gm)].map(([, text = '', result = '']) => ({
    text,
    result,
  }));

  test('are described', () => {
    expect(rows.length).toBeGreaterThan(3);
  });

  test.each(rows)('$text is $result', async ({ text, result }) => {
    const found = { true: 'held', false: 'violated', unknown: 'unknown' }[result];
    const lines = (after: string, name: string) => [
      `  - name: ${name}`,
      `    changes: [{ address: aws_sqs_queue.a, action: create, after: ${after} }]`,
      `    expect: { ${found}: [aws_sqs_queue.a] }`,
    ];
    put(
      'absent/absent.yaml',
      `id: absent\ntitle: a\nenforcement: advisory\nsubject: resource\nrequire: '${text}'\nmessage: a\nwhy: a\nremedy: a\n`,
    );
    put(
      'absent/absent.test.yaml',
      ['cases:', ...lines('{ tags: null }', 'tags are null'), ...lines('{}', 'tags are absent'), ''].join('\n'),
    );
    expect(await firebreak(['test', 'absent'], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('PASS'),
    });
  });
});
