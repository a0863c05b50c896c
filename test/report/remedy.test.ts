/** A remedy's prose may be wrapped, its code may not. */
import { expect, test } from 'vitest';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { remedyBlocks, remedyText } from '../../src/report/remedy.ts';
import { Shown } from '../../src/report/remedy-steps.ts';

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
  const { steps, elsewhere } = shown.fresh(remedy, '1');
  expect(elsewhere).toEqual(['above']);
  expect(steps.map(({ text }) => text)).toEqual(['Set the switch:', 'Or ask. Twice.']);
  expect(shown.fresh(remedy, '2')).toEqual({ steps: [], elsewhere: ['above', '1'] });
});
