/** What the agent of Azure Pipelines makes of the logging commands: it is imitated here, from its source. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { annotations } from '../../../src/report/pipelines/annotations.ts';
import { azure } from '../../../src/report/pipelines/azure.ts';
import { firebreak, root } from '../../cli/run.ts';
import { approved, harmless, hostile, mixed, samples } from '../samples.ts';

const options = { width: 80, colour: false, explainPass: false } as const;

/**
 * `Command.TryParse` and `CommandStringConvertor.Unescape` of the agent, which decodes `%AZP25` by default:
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
 */
function commandOf(line: string) {
  const [, info = '', data = ''] = /##vso\[([^\]]*)\](.*)$/s.exec(line) ?? [];
  const [name = '', ...rest] = info.split(' ');
  const properties = rest
    .join(' ')
    .split(';')
    .filter(Boolean)
    .map((pair): readonly [string, string] => {
      const [key = '', value = ''] = pair.split(/=(.*)/s);
      return [key, unescaped(value)];
    });
  return { name, properties: Object.fromEntries(properties), data: unescaped(data) };
}

function unescaped(text: string): string {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%AZP25', '%');
}

const commandsIn = (output: string) =>
  output
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map(commandOf);

describe('what the agent reads', () => {
  test.each(Object.keys(samples))('%s: our issues, each as it was meant, the result, and nothing else', (name) => {
    const sample = samples[name];
    if (!sample) throw new Error(`no sample ${name}`);
    const read = commandsIn(azure(sample, options));
    expect(read.at(-1)).toMatchObject({
      name: 'task.complete',
      properties: { result: sample.verdict === 'pass' ? 'Succeeded' : 'Failed' },
    });
    const issues = read.slice(0, -1).map(({ name: command, properties, data }) => ({ command, ...properties, data }));
    expect(issues).toEqual(
      annotations(sample).map(({ level, file, line, title, message, policy }) => ({
        command: 'task.logissue',
        type: level === 'error' ? 'error' : 'warning',
        ...(file === undefined ? {} : { sourcepath: file }),
        ...(line === undefined ? {} : { linenumber: String(line) }),
        ...(policy === undefined ? {} : { code: policy }),
        data: `${title}\n${message}`,
      })),
    );
  });

  test('every separator survives', () => {
    const address = 'a["100%;x=y]%3B%0A%AZP25"]';
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const finding = { ...first, subject: { kind: 'change', address }, message: `${address} is replaced` };
    const location = { file: 'live;a=b]%.tf', line: 3 };
    const output = azure({ ...mixed, findings: [{ ...finding, location }] }, options);
    const [issue] = commandsIn(output);
    expect(issue?.properties.sourcepath).toBe(location.file);
    expect(issue?.data).toContain(`${address} is replaced`);
    for (const line of output.trimEnd().split('\n')) {
      const [, properties = '', data = ''] = /^##vso\[([^\]]*)\](.*)$/.exec(line) ?? [];
      expect(data, line).not.toMatch(/[;\]]|%(?!AZP25|3B|0D|0A|5D)/);
      expect(properties, line).not.toMatch(/%(?!AZP25|3B|0D|0A|5D)/);
    }
  });

  test('hostile text starts no command', () => {
    for (const line of azure(hostile, options).trimEnd().split('\n'))
      expect(line.slice(1), line).not.toMatch(/##\w*\[/);
  });
});

test('the verdict and what the plan would do are the message of the result', () => {
  expect(azure(harmless, options)).toMatchInlineSnapshot(`
    "##vso[task.complete result=Succeeded;]Firebreak: PASS. 1 to create, 2 to update.
    "
  `);
  const lifted = commandsIn(azure(approved, options)).filter(({ name }) => name === 'task.logissue');
  expect(lifted.length).toBeGreaterThan(0);
  expect(lifted.every(({ properties }) => properties.type === 'warning')).toBe(true);
});

describe('the summary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-azure-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const plan = join(root, 'fixtures', 'aws-39-no-changes', 'plan.json');

  test('is the Markdown report of the same run, by its absolute path', async () => {
    const { stdout } = await firebreak(['check', plan, '-f', 'azure', '-f', 'markdown=summary.md'], { cwd: folder });
    const uploads = commandsIn(stdout).filter(({ name }) => name === 'task.uploadsummary');
    expect(uploads).toHaveLength(1);
    expect(readFileSync(uploads[0]?.data ?? '', 'utf8')).toMatch(/^### \S+ Firebreak: /);
  });

  test('there is none without such a report', async () => {
    const { stdout } = await firebreak(['check', plan, '-f', 'azure'], { cwd: folder });
    expect(stdout).not.toContain('uploadsummary');
  });
});
