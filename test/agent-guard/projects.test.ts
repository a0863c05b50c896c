/** What becomes of commands that run files of a project: Makefiles, scripts, tasks. */
import { describe, expect, it } from 'vitest';
import { judgeCommandLine } from '../../src/agent-guard/decide.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import type { ProjectFiles } from '../../src/source/project-files.ts';
import { inMemory, projects } from './projects.ts';

const { commands } = readBuiltinPolicies();

const judge = (line: string, files: ProjectFiles) => judgeCommandLine(line, commands, { files });

describe.each(projects)('$title', ({ files, ...lines }) => {
  for (const decision of ['allow', 'ask', 'deny'] as const)
    it.each(lines[decision] ?? [])(`${decision}: %s`, (line) => {
      expect(judge(line, inMemory(files)).decision).toBe(decision);
    });
});

describe('the files of a project', () => {
  const everything = Object.assign({}, ...projects.map(({ files }) => files));

  it.each([
    'ls -la',
    'cat deploy.sh',
    'git status && grep -rn x . | sort < drop.sql',
    'terraform plan -out=tfplan',
    'kubectl get pods -f app.yaml',
    'docker compose up -d',
    'cat drop.sql | grep DROP',
  ])('%s reads none', (line) => {
    const files = inMemory(everything);
    judge(line, files);
    expect(files.wasRead).toEqual([]);
  });

  it('are named in the decision, from the first to the last', () => {
    const files = { Makefile: 'up:\n\t./a.sh', 'a.sh': 'bash b/c.sh', 'b/c.sh': 'terraform destroy' };
    expect(judge('make up', inMemory(files))).toMatchObject({ decision: 'deny', within: 'Makefile → a.sh → b/c.sh' });
  });

  it('too big, or too deep: a person is asked', () => {
    const big: ProjectFiles = { ...inMemory({}), read: () => 'unreadable' };
    for (const line of ['./deploy.sh', 'make up', 'python3 clean.py', 'psql -f a.sql', 'npm run x', 'bash < a.sh'])
      expect(judge(line, big)).toEqual({ decision: 'ask', because: { unread: expect.any(String) } });
    const chain = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}.sh`, `./s${i + 1}.sh`]));
    expect(judge('./s0.sh', inMemory(chain))).toMatchObject({ decision: 'ask', because: 'too much' });
    expect(judge('./s0.sh', inMemory({ 's0.sh': 'ls; '.repeat(40_000) }))).toMatchObject({ decision: 'ask' });
  });

  it.each([
    [
      'variables that stand for many others',
      'Makefile',
      `${Array.from({ length: 30 }, (_, i) => `A${i} = ${`$(A${i + 1})`.repeat(12)}`).join('\n')}\nup:\n\techo $(A0); terraform destroy`,
      'make up',
    ],
    ['more rules than a file has', 'Makefile', 'a: b\n'.repeat(40_000), 'make a'],
    ['a long line of blanks', 'justfile', `a${' '.repeat(200_000)}`, 'just a'],
    [
      'values that double',
      'justfile',
      `${Array.from({ length: 60 }, (_, i) => `a${i} := a${i - 1} + a${i - 1} + "x"`).join('\n')}\nup:\n  echo {{a59}}; terraform destroy`,
      'just up',
    ],
    [
      'templates that double',
      'Taskfile.yml',
      JSON.stringify({
        vars: Object.fromEntries(
          Array.from({ length: 60 }, (_, i) => [`A${i}`, i === 0 ? 'xx' : `{{.A${i - 1}}}{{.A${i - 1}}}`]),
        ),
        tasks: { up: 'echo {{.A59}}; terraform destroy' },
      }),
      'task up',
    ],
    ['comments that do not end', 'x.sql', `${'/*'.repeat(100_000)}`, 'psql -f x.sql; terraform destroy'],
    ['a long name', 'x.py', `boto3 ${'a'.repeat(200_000)}`, 'python3 x.py; terraform destroy'],
  ])('%s: asked or stopped', (_, name, text, line) => {
    expect(judge(line, inMemory({ [name]: text })).decision).not.toBe('allow');
  });

  it('judge a script anew for each call', () => {
    const files = inMemory({ 'tf.sh': 'terraform -chdir=live $ACTION' });
    expect(judge('ACTION=plan ./tf.sh; ACTION=destroy ./tf.sh', files).decision).toBe('deny');
    expect(judge('ACTION=plan; ./tf.sh', files).decision).toBe('allow');
  });
});
