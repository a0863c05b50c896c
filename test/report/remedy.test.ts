/** A remedy's prose may be wrapped, its code may not. */
import { expect, test } from 'vitest';
import { remedyBlocks, summary } from '../../src/report/remedy.ts';

const remedy = `Keep the address with a \`moved\` block,
so that nothing is destroyed:

moved {
  from = a.b
  to   = a.c
}
Set the switch:
deletion_protection = true

    terraform plan -out=tfplan

Or ask. Twice.
\`\`\`sh
plain words
\`\`\`
`;

test('prose is joined, code keeps its lines', () => {
  expect(remedyBlocks(remedy)).toEqual([
    { kind: 'prose', lines: ['Keep the address with a `moved` block, so that nothing is destroyed:'] },
    { kind: 'code', lines: ['moved {', '  from = a.b', '  to   = a.c', '}'] },
    { kind: 'prose', lines: ['Set the switch:'] },
    { kind: 'code', lines: ['deletion_protection = true'] },
    { kind: 'code', lines: ['terraform plan -out=tfplan'] },
    { kind: 'prose', lines: ['Or ask. Twice.'] },
    { kind: 'code', lines: ['plain words'] },
  ]);
});

test.each([
  [remedy, 'Keep the address with a `moved` block, so that nothing is destroyed (see below).'],
  ['Or ask. Twice.', 'Or ask. Twice.'],
  [`Ask. ${'x'.repeat(300)}.`, 'Ask.'],
  ['moved {\n}', ''],
  ['', ''],
])('the summary of %j', (given, words) => {
  expect(summary(given)).toBe(words);
});
