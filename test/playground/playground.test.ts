/** The playground in a real browser: it judges as the command line does, and what is pasted stays in the page. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../src/playground/judge.ts';
import { firebreak, root } from '../cli/run.ts';
import { Chromium, hasChromium } from '../report/html/chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'playground-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'playground.html');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const fixtures = ['aws-39-no-changes', 'aws-50-kiro-environment-recreated', 'aws-34-cross-service-billing-vs-network'];
const planOf = (name: string): string => join(root, 'fixtures', name, 'plan.json');

it.each(fixtures)('%s: judges as the command line does without configuration', async (name) => {
  const [plan] = await judge(readFileSync(planOf(name)), 'pasted plan');
  const { stdout } = await firebreak(['check', planOf(name), '-f', 'json']);
  const { verdict, findings, plan: judged } = JSON.parse(stdout);
  expect([plan?.verdict, plan?.findings.length]).toEqual([verdict, findings.length]);
  expect(plan?.notes.find(({ label }) => label === 'File')?.text).toContain(judged.fingerprint.slice(0, 10));
});

describe.skipIf(!hasChromium)('in Chromium', () => {
  let browser: Chromium;
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build-playground.mjs'), file], { cwd: root });
    browser = await Chromium.start();
  });
  afterAll(() => browser?.close());

  async function paste(text: string): Promise<string> {
    await browser.open(file);
    await browser.evaluate(`document.querySelector('textarea').value = ${JSON.stringify(text)}`);
    await browser.evaluate(`document.querySelector('.playground button').click()`);
    return browser.evaluate(`new Promise((done) => {
      let looks = 0;
      const look = () => {
        looks += 1;
        const status = document.querySelector('.playground .status').textContent;
        const report = document.querySelector('#report').textContent;
        if (looks === 1000) done('no answer');
        else if (status !== 'Judging …' && (status || report)) done(status || JSON.stringify({
          head: document.querySelector('#report header').textContent,
          notes: document.querySelector('.details').textContent,
        }));
        else setTimeout(look, 20);
      };
      look();
    })`);
  }

  it.each(fixtures)('%s: the same report, fingerprint included', async (name) => {
    browser.requests.splice(0);
    const text = readFileSync(planOf(name), 'utf8');
    const shown = JSON.parse(await paste(text));
    const [plan] = await judge(Buffer.from(text), 'pasted plan');
    expect(shown.head).toContain(plan?.headline);
    expect(shown.notes).toContain(plan?.notes.find(({ label }) => label === 'File')?.text);
    expect(browser.requests).toHaveLength(1);
    await browser.evaluate(axe);
    expect(await browser.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')).toEqual([]);
  });

  it.each([
    ['nothing', '', 'the file is empty'],
    ['no JSON', 'Terraform will perform the following actions:', 'show -json'],
    ['a saved plan', 'PK\u0003\u0004', 'This is a saved plan'],
  ])('says what is wrong with %s', async (_, text, message) => {
    expect(await paste(text)).toMatch(new RegExp(message, 'i'));
  });
});
