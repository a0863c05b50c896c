/** The text report of every fixture: short, each finding with why and fix, and nothing twice. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rank } from '../../src/report/ranking.ts';
import { text } from '../../src/report/text/text.ts';
import { continueCommand, displayWidth } from '../../src/report/text/text-layout.ts';
import { worst } from '../../src/report/wording/phrases.ts';
import { proseToText } from '../../src/report/wording/prose.ts';
import type { Report } from '../../src/verdict/report.ts';
import { harmless, mixed, several } from './samples.ts';

const plain = { colour: false, explainPass: false } as const;
const fixtures = join(import.meta.dirname, '../../fixtures');
const reports = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => existsSync(join(fixtures, entry.name, 'report.json')))
  .map(({ name }): [string, Report] => [
    name,
    JSON.parse(readFileSync(join(fixtures, name, 'report.json'), 'utf8')) as Report,
  ]);

describe.each(reports)('%s', (_, report) => {
  const blocking = report.findings.filter(({ enforcement }) => enforcement !== 'advisory');

  test.each([60, 80])('the first screen fits on one at %i columns', (width) => {
    const lines = text(report, { ...plain, width, detail: 'compact' })
      .trimEnd()
      .split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines.findIndex((line) => line.startsWith('Next'))).toBeGreaterThan(0);
  });

  test('no line is wider than 80 columns, apart from links, names to keep and single words', () => {
    for (const line of text(report, { ...plain, width: 80 }).split('\n'))
      expect(displayWidth(line) <= 80 || /^ *(?:Docs |#|\S+$)/.test(line), line).toBe(true);
  });

  test('the sentence about the worst finding stands there once, and each group links its page once', () => {
    const page = text(report, { ...plain, width: 10_000 });
    const [sentence = ''] = proseToText(worst(rank(report))).split(/(?<=[.!?]) /);
    expect(page.split(sentence)).toHaveLength(2);
    for (const url of new Set(blocking.map((finding) => finding.url ?? ''))) expect(page.split(url)).toHaveLength(2);
  });

  test('no moved block and no why stands there twice', () => {
    const page = text(report, { ...plain, width: 10_000 });
    const lines = page.split('\n').filter((line) => /^ +(?:Why|from =)/.test(line));
    expect(new Set(lines).size).toBe(lines.length);
  });
});

const reportOf = (name: string): Report => {
  const found = reports.find(([each]) => each === name)?.[1];
  if (!found) throw new Error(`no report ${name}`);
  return found;
};

test('findings that say the same are one sentence and addresses, also where each has its own new address', () => {
  const page = text(reportOf('aws-08-rename-without-moved'), { ...plain, width: 10_000 });
  expect(page).toContain(
    '\n   + module.orders_db.aws_db_subnet_group.this\n   + module.orders_db.aws_security_group.this\n',
  );
});

test('each kind of cause of a policy has its own fix, and what all share stands last', () => {
  const page = text(reportOf('google-31-taint-replace-triggered-deposed'), { ...plain, width: 10_000 });
  const fix = page.slice(page.indexOf('   Fix '), page.indexOf('   Docs '));
  expect(fix.match(/For [\w.]+: /g)).toHaveLength(4);
  expect(fix).toContain("terraform untaint 'google_pubsub_topic.jobs'");
  expect(fix.trimEnd().split('\n').at(-1)?.trim()).toBe(
    'If the destroy is intended, take a backup and test a restore first.',
  );
});

test('the details list every address and every step', () => {
  const report = reportOf('aws-50-kiro-environment-recreated');
  const page = text(report, { ...plain, width: 10_000, detail: 'details' });
  for (const { subject, enforcement } of report.findings)
    if (enforcement !== 'advisory') expect(page).toContain(subject.address ?? '');
  expect(page).toContain("partners' allow lists");
});

test('a short report on several plans lists the exceptions that it names', () => {
  const { findings, ...rest } = mixed;
  const excepted: Report = {
    ...rest,
    verdict: 'pass',
    findings: findings.filter(({ exception, enforcement }) => exception || enforcement === 'advisory'),
  };
  const page = text(
    { ...several, verdict: 'pass', reports: [harmless, excepted] },
    { ...plain, width: 100, detail: 'compact' },
  );
  expect(page).toContain('Read the exceptions below');
  expect(page).toMatch(/^Exception .*team-data/ms);
});

test('a command that is too wide continues after a backslash, but not inside quotes', () => {
  const command = `git log -p -S 'resource "aws_db_instance" "main"' -- '*.tf'`;
  expect(continueCommand(command, 80)).toEqual([command]);
  expect(continueCommand(command, 40)).toEqual([
    'git log -p -S \\',
    `  'resource "aws_db_instance" "main"' \\`,
    `  -- '*.tf'`,
  ]);
});
