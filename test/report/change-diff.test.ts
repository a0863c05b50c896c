/** Values side by side: JSON by structure, text by line, the rest as before and after. */
import { expect, test } from 'vitest';
import { changeDiff } from '../../src/report/change-diff.ts';

function shown(before: unknown, after: unknown): readonly string[] | string {
  const diff = changeDiff({ path: 'p', shown: true, before, after });
  return 'summary' in diff ? diff.summary : diff.lines.map(({ kind, text }) => `${kind}${text}`);
}

test.each<[unknown, unknown, string]>([
  ['mysql', 'postgres', '"mysql" → "postgres"'],
  [1, 2, '1 → 2'],
  [true, null, 'true → null'],
  ['x', '(known after apply)', '"x" → (known after apply)'],
  ['(sensitive)', '(sensitive)', '(sensitive) → (sensitive)'],
  [undefined, 'x', '(absent) → "x"'],
  ['{"b":1,"a":[2]}', '(known after apply)', '{ "a": [ 2 ], "b": 1 } → (known after apply)'],
  ['{"a":1,"b":2}', '{ "b": 2, "a": 1 }', 'changed in formatting or order of keys only'],
])('%j to %j', (before, after, words) => {
  expect(shown(before, after)).toBe(words);
});

test('a hidden value says only that it changed', () => {
  expect(changeDiff({ path: 'password', shown: false })).toEqual({ path: 'password', summary: 'changed' });
});

test('a policy document is compared by structure', () => {
  const before = '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject"}],"Version":"2012-10-17"}';
  const after = '{"Version":"2012-10-17","Statement":[{"Action":"s3:*","Effect":"Allow"}]}';
  expect(shown(before, after)).toEqual([
    ' …',
    '   "Statement": [',
    '     {',
    '-      "Action": "s3:GetObject",',
    '+      "Action": "s3:*",',
    '       "Effect": "Allow"',
    '     }',
    ' …',
  ]);
});

test('text of several lines is compared line by line', () => {
  expect(shown('a\nb\nc\n', 'a\nB\nc\n')).toEqual([' a', '-b', '+B', ' c']);
});

test('`__proto__` is a key like any other', () => {
  expect(shown('{"__proto__":1}', '{"__proto__":2}')).toEqual([' {', '-  "__proto__": 1', '+  "__proto__": 2', ' }']);
});

test('what differs too much, is too deep or too long is counted, not compared', () => {
  const lines = (from: number): string => Array.from({ length: 3_000 }, (_, i) => `line ${from + i}`).join('\n');
  expect(shown(lines(0), lines(10_000))).toBe('changed, 3000 → 3000 lines');
  expect(shown('['.repeat(10_000), ']')).toMatch(/^"\[+…\[+" → "\]"$/);
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  expect(shown(deep, '[]')).toMatch(/→ \[\]$/);
  const long = Array.from({ length: 100 }, (_, i) => `- ${i}`).join('\n');
  expect(shown('x\ny', long).at(-1)).toBe(' … 62 more lines');
});
