/** What GitHub's runner makes of the annotations: it is imitated here, from its source. */
import { describe, expect, test } from 'vitest';
import { type Annotation, annotations } from '../../../src/report/pipelines/annotations.ts';
import { github, workflowCommand } from '../../../src/report/pipelines/github.ts';
import { repositoryFile } from '../../../src/report/repository-file.ts';
import { policyPageUrl } from '../../../src/verdict/policy-page.ts';
import { approved, complete, harmless, hostile, mixed, recreated, samples, several, unreadable } from '../samples.ts';

const options = { width: 80, colour: false, explainPass: false } as const;

/**
 * `ActionCommand.TryParseV2` and `TryParse` of the runner
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs): both ways to write a command.
 */
function commandsIn(output: string) {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    const two = /^\s*::(?<name>[^ :]+)(?: (?<properties>.*?))?::(?<data>.*)$/.exec(line)?.groups;
    if (two)
      return [{ name: two.name, properties: propertiesOf(two.properties ?? ''), data: unescaped(two.data ?? '') }];
    const one = /##\[(?<name>[^ \]]+)/.exec(line)?.groups;
    return one ? [{ name: `##${one.name}`, properties: {}, data: '' }] : [];
  });
}

function propertiesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [key = '', value = ''] = pair.split(/=(.*)/s);
      return [key, unescaped(value.replaceAll('%3A', ':').replaceAll('%2C', ','))];
    }),
  );
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

describe('what the runner reads', () => {
  test.each(Object.keys(samples))('%s: our annotations, each as it was meant, and nothing else', (name) => {
    const sample = samples[name];
    if (!sample) throw new Error(`no sample ${name}`);
    const meant = annotations(sample);
    const read = commandsIn(github(sample, options));
    if (meant.length === 0) expect(read.map(({ name: level }) => level)).toEqual(['notice']);
    else
      expect(read).toEqual(
        meant.map(({ level, message, file, line, title }) => ({
          name: level,
          properties: {
            ...(file === undefined ? {} : { file }),
            ...(line === undefined ? {} : { line: String(line) }),
            title,
          },
          data: message,
        })),
      );
  });

  test('separators and line ends survive, in properties and in the message', () => {
    const annotation: Annotation = {
      level: 'error',
      file: 'a,b:c%2C\r\n::error::.tf',
      line: 3,
      title: 'one: two, 100%',
      message: '50%25\n::set-output name=x::y\r\n##x',
    };
    const output = workflowCommand(annotation);
    expect(output).not.toMatch(/[\r\n]/);
    expect(commandsIn(output)).toEqual([
      {
        name: 'error',
        properties: { file: annotation.file, line: '3', title: annotation.title },
        data: annotation.message,
      },
    ]);
  });
});

describe('which annotations', () => {
  test('ten, the worst first, and a notice with the number of the others', () => {
    const found = annotations(recreated);
    const standing = recreated.findings.filter(({ enforcement }) => enforcement !== 'advisory').length;
    const advisories = recreated.findings.length - standing;
    expect(found.map(({ level }) => level)).toEqual([...Array<string>(10).fill('error'), 'notice']);
    expect(found[0]?.title).toContain('no-stateful-destroy');
    expect(found[10]?.message).toBe(`Not annotated: ${standing - 10} more findings and ${advisories} advisories.`);
  });

  test('file and line of the block, why, and the whole fix', () => {
    const [first] = annotations(mixed);
    expect(first).toMatchObject({ level: 'error' });
    expect(first?.message.split('\n')).toEqual([
      'aws_db_instance.main would be replaced; it holds data and 2 other resources depend on it',
      'Why: A replaced database is a new, empty database.',
      expect.stringMatching(/^Fix: Keep the address with a `moved` block/),
      '  moved {',
      '    from = module.environment["prod"]',
      '    to   = module.environment["production"]',
      '  }',
      expect.any(String),
      `Docs: ${policyPageUrl('no-stateful-destroy')}`,
      'Needs 2 approvals.',
    ]);
    const found = complete.findings.map((finding) => ({ ...finding, enforcement: 'hard-mandatory' as const }));
    const bare = found.map(({ exception: _, ...finding }) => finding);
    const places = annotations({ ...complete, verdict: 'fail', findings: bare }).map(({ file, line }) => ({
      file,
      line,
    }));
    expect(places).toContainEqual({ file: 'main.tf', line: 7 });
  });

  test('what an exception carries is not annotated', () => {
    expect(annotations(hostile).some(({ title }) => title.startsWith('carried'))).toBe(false);
  });

  test('what approvals lifted is a notice', () => {
    const lifted = annotations(approved).filter(({ title }) => title !== 'Firebreak');
    expect(lifted.length).toBeGreaterThan(0);
    expect(lifted.every(({ level, message }) => level === 'notice' && message.endsWith('Lifted by approvals.'))).toBe(
      true,
    );
  });

  test('no verdict is an error with the reason', () => {
    const [first, ...others] = annotations(unreadable);
    expect(first).toMatchObject({ level: 'error', title: 'Firebreak: no verdict' });
    expect(first?.message).toContain(unreadable.errors?.[0]?.split('\n')[0]);
    expect(others).toEqual([]);
  });

  test('of several plans the file is named', () => {
    for (const { title, message } of annotations(several).filter(({ level }) => level === 'error'))
      expect(several.reports.some(({ plan }) => `${title}${message}`.includes(plan.file))).toBe(true);
  });

  test('a pass that nothing is held against is one notice', () => {
    expect(annotations(harmless)).toEqual([]);
    expect(github(harmless, options)).toMatch(/^::notice title=Firebreak%3A PASS::.+\n$/);
  });

  test('a long message is cut to what the runner shows', () => {
    const [finding] = mixed.findings;
    if (!finding) throw new Error('no finding');
    const long = { ...mixed, findings: [{ ...finding, message: '`x` y '.repeat(3_000), why: '`a` b '.repeat(3_000) }] };
    expect(annotations(long)[0]?.message.length).toBe(4_096);
  });
});

describe('files from the top folder of the repository', () => {
  test.each([
    ['main.tf', '/repo', '/repo/live/prod', 'live/prod/main.tf'],
    ['../../modules/db/main.tf', '/repo', '/repo/live/prod', 'modules/db/main.tf'],
    ['/repo/live/main.tf', '/repo/', '/elsewhere', 'live/main.tf'],
    ['./a//b/../main.tf', '/', '/', 'a/main.tf'],
    ['../../../out.tf', '/repo', '/repo/live/prod', null],
    ['/etc/passwd', '/repo', '/repo', null],
    ['../../../../../..', '/repo', '/repo', null],
    ['/repository/main.tf', '/repo', '/repo', null],
    ['.', '/repo', '/repo', ''],
    ['..', '/repo', '/repo/live', ''],
  ])('%s with top %s, in %s: %s', (file, top, cwd, expected) => {
    expect(repositoryFile(file, { top, cwd })).toBe(expected);
  });

  test('without a repository the working directory counts as its top', () => {
    expect(repositoryFile('live/main.tf')).toBe('live/main.tf');
    expect(repositoryFile('../main.tf')).toBeNull();
    expect(repositoryFile('/main.tf')).toBeNull();
  });
});
