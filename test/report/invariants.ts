/** What must hold for every report in every format; other tests run it over every fixture. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import stringWidth from 'string-width';
import { expect } from 'vitest';
import { formatNames } from '../../src/report/formats.ts';
import { formats } from '../../src/report/render.ts';
import type { Report, ReportSet } from '../../src/verdict/report.ts';
import { assertSarif } from './sarif/sarif-schema.ts';

export const reportSchema: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const validate = ajv.compile(reportSchema);

/** What no reader can see, and what a terminal or a CI runner would obey. */
const forbidden = /[\0-\t\v-\x1f\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\w*\[/u;

const options = { width: 80, colour: false, explainPass: true } as const;

/** Throws where a format breaks a promise. */
export function assertInvariants(report: Report | ReportSet): void {
  const rendered = Object.fromEntries(formatNames.map((name) => [name, formats[name](report, options)]));
  // One expectation for all formats: each costs more than most comparisons.
  expect(
    formatNames.flatMap((name) => faultsOf(name, rendered[name] ?? '', formats[name](report, options))),
    'what no format may hold',
  ).toEqual([]);
  const { github = '', sarif = '', json = '' } = rendered;
  assertGithub(github);
  assertSarif(sarif);
  assertJson(json);
  for (const width of [60, 80, 120]) assertText(report, width);
  for (const limit of [1_500, 10_000, 65_000])
    assertMarkdown(formats.markdown(report, { ...options, limit }), report, limit);
}

function faultsOf(name: string, once: string, twice: string): readonly string[] {
  const read = name === 'azure' ? once.replace(/^##vso\[/gm, '') : once;
  return Object.entries({
    'other bytes at the second time': twice !== once,
    'not one newline at the end': !once.endsWith('\n') || once.endsWith('\n\n'),
    'something invisible, or that is obeyed': forbidden.test(read),
    'a line that starts like a workflow command': name !== 'github' && /^\s*::/m.test(once),
  }).flatMap(([fault, isThere]) => (isThere ? [`${name}: ${fault}`] : []));
}

function assertJson(output: string): void {
  const parsed: unknown = JSON.parse(output);
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
}

/** Every line is one annotation whose properties and message could have been written by nobody but us. */
function assertGithub(output: string): void {
  const lines = output.trimEnd().split('\n');
  expect(lines.length, 'ten annotations, and one with the rest').toBeLessThanOrEqual(11);
  for (const line of lines) {
    const command = /^::(?:error|warning|notice) (?<properties>[^:]+)::(?<message>.+)$/.exec(line)?.groups;
    expect(command?.properties, line).toMatch(/^(?:file=[^,:]+,)?(?:line=[1-9]\d*,)?title=[^,:]+$/);
    const message = command?.message ?? '';
    expect(`${command?.properties}${message}`.replace(/%(?:25|0A|2C|3A)/g, ''), 'escaped').not.toMatch(/[%\r\n]/);
    expect(unescapedLength(message), 'no longer than the runner shows').toBeLessThanOrEqual(4_096);
  }
}

function unescapedLength(message: string): number {
  return message.replace(/%(?:25|0A)/g, '-').length;
}

function assertText(report: Report | ReportSet, width: number): void {
  const plain = formats.text(report, { ...options, width });
  const [first = ''] = plain.split('\n');
  expect(first.startsWith(`${report.verdict.toUpperCase()} `), 'the verdict stands first').toBe(true);
  expect(plain, 'the worst thing and the next step are there').toMatch(/^Worst {2}[^\n]+(\n {7}[^\n]+)*\nNext {3}/m);
  // One expectation for all lines: each costs more than what it compares.
  expect(
    plain.split('\n').filter((line) => !fits(line, width)),
    `wrapped at ${width}`,
  ).toEqual([]);
  const colourful = formats.text(report, { ...options, width, colour: true });
  expect(colourful.replace(/\x1b\[[0-9;]*m/g, ''), 'colour adds nothing but colour').toBe(plain);
}

function fits(line: string, width: number): boolean {
  if (stringWidth(line) <= width) return true;
  // Code and values stand far to the right and are never wrapped; escaping may lengthen the start of a line.
  if (/^ {12}/.test(line) || /^\s*\\u\{3a\}:/.test(line)) return true;
  return Math.max(...line.split(' ').map((word) => stringWidth(word))) > width / 3;
}

function assertMarkdown(output: string, report: Report | ReportSet, limit: number): void {
  expect(output.length, 'within the limit').toBeLessThanOrEqual(limit);
  expect(output.split('\n')[0], 'the verdict stands first').toContain(report.verdict.toUpperCase());
  const outside = withoutFences(output);
  let depth = 0;
  let lowest = 0;
  for (const tag of outside.match(/<\/?details>/g) ?? []) {
    depth += tag === '<details>' ? 1 : -1;
    lowest = Math.min(lowest, depth);
  }
  expect({ depth, lowest }, 'details balanced, none closed that was not opened').toEqual({ depth: 0, lowest: 0 });
  let columns = 0;
  const ragged: string[] = [];
  for (const line of outside.split('\n')) {
    const pipes = line.replace(/\\\|/g, '').split('|').length - 1;
    if (/^\|( --- \|)+$/.test(line)) columns = pipes;
    else if (!line.startsWith('|') || columns === 0) columns = 0;
    else if (pipes !== columns) ragged.push(line);
  }
  expect(ragged, 'cells of a row').toEqual([]);
  const html = outside.replace(/`+[^`\n]+`+/g, '').match(/<[^>\n]*>/g) ?? [];
  const allowed = /^<(?:\/?(?:details|summary|code)|br)>$/;
  expect(
    html.filter((tag) => !allowed.test(tag)),
    'no HTML but our own',
  ).toEqual([]);
}

/** Drops fenced blocks and proves that each is closed by its own fence. */
function withoutFences(markdown: string): string {
  let fence: string | null = null;
  const kept: string[] = [];
  for (const line of markdown.split('\n')) {
    const ticks = /^(`{3,})/.exec(line)?.[1];
    if (fence === null && ticks !== undefined) fence = ticks;
    else if (fence !== null && line === fence) fence = null;
    else if (fence === null) kept.push(line);
  }
  expect(fence, 'every fence is closed').toBeNull();
  return kept.join('\n');
}
