/** A remedy's prose may be wrapped, its code may not. */
import { expect, test } from 'vitest';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { remedyBlocks, remedyText } from '../../src/report/remedy.ts';
import { Shown } from '../../src/report/remedy-steps.ts';
import type { Finding } from '../../src/verdict/report.ts';
import { mixed } from './samples.ts';

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
    { kind: 'code', lines: ['moved {', '  from = a.b', '  to   = a.c', '}'], language: 'hcl' },
    { kind: 'prose', lines: ['Set the switch:'] },
    { kind: 'code', lines: ['deletion_protection = true'], language: 'hcl' },
    { kind: 'code', lines: ['terraform plan -out=tfplan'], language: 'shell' },
    { kind: 'prose', lines: ['Or ask. Twice.'] },
    { kind: 'code', lines: ['plain words'], language: 'shell' },
  ]);
});

test('commands are code to the last, whichever they are; the name of one in a sentence is a word', () => {
  const blocks = remedyBlocks(`Take it out, and see what
git rm is for; that
terraform plan shows it:

terraform state list
git rm --cached 'a b.tfstate'
echo '*.tfstate*' >> .gitignore
grep -rn A .
jq '.a' plan.json
aws s3 ls s3://NAME
terraform validate
node_pool[0].deletion_protection = true`);
  expect(blocks).toEqual([
    { kind: 'prose', lines: ['Take it out, and see what git rm is for; that terraform plan shows it:'] },
    {
      kind: 'code',
      lines: [
        'terraform state list',
        "git rm --cached 'a b.tfstate'",
        "echo '*.tfstate*' >> .gitignore",
        'grep -rn A .',
        "jq '.a' plan.json",
        'aws s3 ls s3://NAME',
        'terraform validate',
        'node_pool[0].deletion_protection = true',
      ],
      language: 'shell',
    },
  ]);
});

/** With a name for each slot: what is left of a command or a block in a sentence would be no use to paste. */
const templates = readBuiltinPolicies().policies.flatMap(({ id, remedy, remedies = [] }) =>
  [remedy, ...remedies.map((each) => each.remedy)].map((template): [string, string] => [id, template]),
);

test.each(templates)('in the remedy of %s nothing that is to be pasted stands among words', (_, template) => {
  const filled = template
    .replaceAll('{{', '\u0001')
    .replace(/^\{[^}]*movedB.*\}$/gm, 'moved {')
    .replace(/^\{.*\}$/gm, 'a.b = true');
  const prose = remedyBlocks(filled.replaceAll('\u0001', '{').replaceAll('}}', '}')).filter(
    ({ kind }) => kind === 'prose',
  );
  for (const line of prose.flatMap(({ lines }) => lines)) {
    expect(line).toMatch(/^[A-Z].*[.:]$/s);
    expect(line.replace(/`[^`]*`/g, '')).not.toMatch(
      /[a-z_] = |\b(?:terraform|git|aws|jq|grep|gcloud) [a-z]+ -|[|>]{1,2} \w/,
    );
  }
});

test('as plain text: a line for each paragraph, code indented', () => {
  expect(remedyText(remedy).split('\n').slice(0, 3)).toEqual([
    'Keep the address with a `moved` block, so that nothing is destroyed:',
    '  moved {',
    '    from = a.b',
  ]);
});

test('steps that were shown are named by their place, code by its lines', () => {
  const shown = new Shown();
  shown.seen('# a comment\nmoved {\n  from = a.b\n  to   = a.c\n}', 'above');
  const [fix] = shown.fixes([findingWith(remedy)], '1');
  expect(fix?.elsewhere).toEqual(['above']);
  expect(fix?.steps.map(({ text }) => text)).toEqual(['Set the switch:', 'Or ask. Twice.']);
  expect(shown.fixes([findingWith(remedy)], '2')).toEqual([{ steps: [], elsewhere: ['above', '1'] }]);
});

test('a text that was shown with other code is named by its place', () => {
  const shown = new Shown();
  shown.fixes([findingWith('Restore the block:\n\ngit log -S a_b.c')], '1');
  const [fix] = shown.fixes([findingWith('Restore the block:\n\ngit log -S a_b.d')], '2');
  expect(fix?.steps).toMatchObject([{ text: '', as: '1', code: [{ lines: ['git log -S a_b.d'] }] }]);
});

test('findings of one policy with different fixes get each their own, and what all share once', () => {
  const restored = (name: string) => findingWith(`Restore it:\n\ngit log -S a_b.${name}\n\nOr ask.`, name);
  const kept = findingWith('Keep it:\n\nengine = "x"\n\nOr ask.', 'z');
  const fixes = new Shown().fixes([restored('x'), kept, restored('y')], '1');
  expect(fixes.map(({ of }) => of?.map(({ subject }) => subject.address))).toEqual([['x', 'y'], ['z'], undefined]);
  expect(fixes.map(({ steps }) => steps.map(({ text }) => text))).toEqual([['Restore it:'], ['Keep it:'], ['Or ask.']]);
  expect(new Shown().fixes([restored('x'), kept], '1', { fixes: 1, steps: 1 })).toHaveLength(1);
});

function findingWith(fix: string, address = 'a'): Finding {
  const [first] = mixed.findings;
  if (!first) throw new Error('no finding');
  return { ...first, subject: { kind: 'change', address }, remedy: fix };
}
