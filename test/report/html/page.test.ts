/** The page of a report in a real browser: what it shows, its keyboard, its limits, and what axe-core says of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../../src/report/html/html.ts';
import { rank } from '../../../src/report/ranking.ts';
import type { Report, ReportSet } from '../../../src/verdict/report.ts';
import { harmless, mixed, recreated, several, unreadable } from '../samples.ts';
import { Chromium, hasChromium } from './chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'page-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, report: Report | ReportSet): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html(report));
  return file;
}

/** Ten thousand resources, all of which depend on one that is destroyed. */
function large(): Report {
  const [change] = recreated.changes;
  if (change === undefined) throw new Error('no change');
  const source = change.address;
  const addresses = [...Array(10_000).keys()].map((i) => `aws_instance.node[${i}]`);
  const dependents = addresses.map((address) => ({
    address,
    of: [source],
    distance: 1,
    path: [source, address],
    evidence: 'state' as const,
  }));
  return { ...recreated, blastRadius: { ...recreated.blastRadius, direct: [source], dependents } };
}

it('is small, whatever the plan', () => {
  const page = html(harmless);
  expect(page.length).toBeLessThan(100_000);
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy.replace(/sha256-[\w+/]{43}=/g, 'HASH')).toBe(
    "default-src 'none'; script-src 'HASH'; style-src 'HASH'; base-uri 'none'; form-action 'none'",
  );
});

describe.skipIf(!hasChromium)('in Chromium', () => {
  let browser: Chromium;
  beforeAll(async () => {
    browser = await Chromium.start();
  });
  afterAll(() => browser?.close());

  const textOf = (selector: string): Promise<string> =>
    browser.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`);
  const count = (selector: string): Promise<number> =>
    browser.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  const click = async (selector: string): Promise<void> => {
    await browser.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
    await browser.settle();
  };

  it.each(Object.entries({ recreated, several, unreadable }))(
    '%s: axe finds nothing, in light and dark, as graph and as list',
    async (name, report) => {
      const file = fileOf(name, report);
      for (const dark of [false, true]) {
        await browser.open(file, { dark });
        for (const view of ['graph', 'list']) {
          await click(`[data-view=${view}]`);
          // The second time with something chosen, and its details.
          if (view === 'list' && (await count('.findings .line')) > 0) await click('.findings .line');
          await browser.evaluate(axe);
          const found = await browser.evaluate<readonly { readonly id: string; readonly nodes: unknown }[]>(
            `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => ({ html: html.slice(0, 200), failureSummary })) })))`,
          );
          expect(found, JSON.stringify(found, null, 1)).toEqual([]);
        }
      }
    },
  );

  it('loads nothing, and its policy blocks nothing of its own', async () => {
    browser.requests.splice(0);
    browser.messages.splice(0);
    await browser.open(fileOf('quiet', recreated));
    await click('.findings .line');
    expect(browser.requests).toHaveLength(1);
    expect(browser.messages).toEqual([]);
    const script = `{ const s = document.createElement('script'); s.textContent = 'window.planted = 1'; document.body.append(s) }`;
    await browser.evaluate(script);
    expect(await browser.evaluate('window.planted')).toBeUndefined();
    expect(await browser.evaluate(`fetch('https://example.com').then(() => 'sent', () => 'blocked')`)).toBe('blocked');
  });

  it('a finding leads to its resource, path and fix; the keyboard does all of it', async () => {
    await browser.open(fileOf('keys', mixed));
    await browser.evaluate(`document.querySelector('.findings .tree').focus()`);
    await browser.press('ArrowDown', 'Enter');
    const [worst] = rank(mixed).failing;
    expect((await textOf('.details')).replaceAll('`', '')).toContain(worst?.why.replaceAll('`', ''));
    await click('.details .link');
    expect(await textOf('.details .address')).toBe(worst?.subject.address);
    expect(await count('.graph .line[aria-selected=true]')).toBeGreaterThan(0);
    await browser.evaluate(`document.querySelector('.column:nth-child(3) .tree').focus()`);
    await browser.press('End', 'Enter');
    expect(await textOf('.details')).toContain('Depends on');
    expect(await count('.graph path.marked')).toBeGreaterThan(0);
    expect(await count('.details .path li')).toBeGreaterThan(1);
    await browser.press('Escape');
    expect(await count('.graph path.marked')).toBe(0);
    await browser.press('/');
    expect(await browser.evaluate('document.activeElement.type')).toBe('search');
  });

  it('ten thousand resources: only what is seen is in the page, and a search finds one of them', async () => {
    await browser.open(fileOf('large', large()));
    for (const view of ['graph', 'list']) {
      await click(`[data-view=${view}]`);
      // Opens what is folded, down to the ten thousand.
      const tree = view === 'graph' ? '.column:nth-child(3) .tree' : '.radius > .tree';
      for (let at = 0; at < 3; at += 1)
        await browser.evaluate(
          `[...document.querySelectorAll('${tree} [aria-expanded=false]')].find(({ title }) => /root module|aws_instance/.test(title))?.click()`,
        );
      await browser.settle();
      expect(await browser.evaluate(`document.querySelector('${tree}').scrollHeight`)).toBeGreaterThan(10_000 * 28);
      expect(await count('.line')).toBeLessThan(400);
      expect(await count('.graph path')).toBeLessThanOrEqual(400);
    }
    await browser.evaluate(
      `{ const s = document.querySelector('input[type=search]'); s.value = 'node[9876]'; s.dispatchEvent(new Event('input')) }`,
    );
    await browser.settle();
    expect(await textOf('.status')).toBe('0 findings, 1 resource');
    expect(await textOf('.radius > .tree')).toContain('aws_instance.node[9876]');
  });

  it('on paper: every finding with why and fix, and nothing to scroll', async () => {
    await browser.open(fileOf('paper', mixed));
    await browser.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await count('.printed article')).toBe(mixed.findings.length);
    await browser.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await count('.printed')).toBe(0);
    expect((await browser.print()).subarray(0, 4).toString()).toBe('%PDF');
  });

  it('what a plan contains is text', async () => {
    const evil = '</script><img src=x onerror="window.planted=1">\u202e';
    const findings = mixed.findings.map((each) => ({ ...each, message: evil, why: evil, remedy: evil, title: evil }));
    const report = { ...mixed, findings };
    await browser.open(fileOf('evil', report));
    await click('.findings .line');
    expect(await browser.evaluate('window.planted')).toBeUndefined();
    expect(await count('img')).toBe(0);
    expect(await textOf('.details')).toContain('<img src=x onerror="window.planted=1">\\u{202e}');
  });
});
