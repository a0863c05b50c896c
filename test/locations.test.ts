/** Every place that a report names is the line that really begins the block, in native and in JSON syntax. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { withoutKeys } from '../src/model/configuration/source-locations.ts';
import { openHclParser } from '../src/read/configuration/hcl-parser.ts';
import type { Location, Report } from '../src/verdict/report.ts';
import { fixturesDir, judgeFrom, judgeScenario, type Scenario, scenarios } from './scenarios.ts';

interface Named extends Location {
  readonly kind: string;
  readonly address: string;
}

/** All that a report says of places, and what it says stands there. */
function placesIn(report: Report): readonly Named[] {
  const subjects = report.findings.flatMap(({ subject, location }) =>
    location ? { kind: subject.kind, address: subject.address ?? '', ...location } : [],
  );
  const changes = report.changes.flatMap(({ address, location }) =>
    location ? { kind: 'change', address, ...location } : [],
  );
  const backends = report.backends.flatMap(({ root, location }) =>
    location ? { kind: 'backend', address: root, ...location } : [],
  );
  return [...subjects, ...changes, ...backends];
}

/** `module.a.data.aws_ami.x` → `['data', 'aws_ami', 'x']`: what begins its own block. */
function header({ kind, address }: Named): readonly string[] {
  const own = withoutKeys(address).replace(/^(?:module\.[^.]+\.)+(?=\w)/, '');
  const steps = own.split('.');
  return kind === 'output' || steps[0] === 'data' ? steps : ['resource', ...steps];
}

/** The call of the innermost module, where the block itself is gone. */
function call({ address }: Named): readonly string[] {
  return ['module', /(?:^|\.)module\.([^.[]+)(?!.*(?:^|\.)module\.)/.exec(withoutKeys(address))?.[1] ?? ''];
}

const startsNative = (row: string, [type = '', ...labels]: readonly string[]) =>
  row.trim().startsWith([type, ...labels.map((label) => `"${label}"`)].join(' '));
const startsJson = (row: string, words: readonly string[]) => row.trim().startsWith(`"${words.at(-1)}": `);

const backendStart = { native: /^\s*(?:backend "|cloud \{)/, json: /^\s*"(?:s3|gcs|local)": / };

/** @param gone its block may be missing: then its module's call, or what lets it go */
function expectStart(place: Named, gone: boolean): void {
  const row = readFileSync(resolve(fixturesDir, place.file), 'utf8').split('\n')[(place.line ?? 0) - 1] ?? '';
  const syntax = place.file.endsWith('.json') ? 'json' : 'native';
  const starts = syntax === 'json' ? startsJson : startsNative;
  const found =
    place.kind === 'backend'
      ? backendStart[syntax].test(row)
      : starts(row, header(place)) || (gone && (starts(row, call(place)) || starts(row, ['removed'])));
  expect(found, `${place.kind} ${place.address} at ${place.file}:${place.line}: ${row}`).toBe(true);
}

/** Every place with a line is right; what the configuration still holds has one. */
function expectPlaces(report: Report): void {
  const kept = new Set(
    report.changes.filter(({ action }) => !/delete|forget|read/.test(action)).map(({ address }) => address),
  );
  for (const place of placesIn(report)) if (place.line !== undefined) expectStart(place, !kept.has(place.address));
  const unplaced = report.changes.filter(({ address, location }) => kept.has(address) && location?.line === undefined);
  expect(unplaced.map(({ address }) => address)).toEqual([]);
}

describe.each(scenarios)('$name', (scenario: Scenario) => {
  test('each line begins the block', async () => {
    expectPlaces(await judgeScenario(scenario));
  });
});

/** Several of the shapes that a configuration has: modules, keys, providers, moved blocks. */
const written = [
  'aws-50-kiro-environment-recreated',
  'aws-03-destroy-rds-prod',
  'google-19-estate-refactor-with-moved',
];
const copies = mkdtempSync(join(tmpdir(), 'firebreak-json-'));
afterAll(() => rmSync(copies, { recursive: true, force: true }));

/** Writes every `x.tf` of a folder as `x.tf.json`. */
async function toJsonSyntax(dir: string): Promise<void> {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tf'));
  const parser = openHclParser({ timeLimitMs: 60_000 });
  const bodies = await parser.parse(files.map((name) => readFileSync(join(dir, name), 'utf8')));
  await parser.close();
  files.forEach((name, index) => {
    const parsed = bodies[index];
    if (!parsed || !('body' in parsed)) throw new Error(`${name} was not parsed`);
    writeFileSync(join(dir, `${name}.json`), JSON.stringify(parsed.body, null, 2));
    rmSync(join(dir, name));
  });
}

describe.each(written)('%s in JSON syntax', (slug) => {
  test('each line begins the block, and the same ones are found', async () => {
    const scenario = scenarios.find(({ name }) => name === slug);
    if (!scenario) throw new Error(`no scenario ${slug}`);
    const dir = join(copies, slug);
    cpSync(scenario.dir, dir, { recursive: true });
    await toJsonSyntax(dir);
    const native = placesIn(await judgeScenario(scenario));
    const report = await judgeFrom(fixturesDir, { plan: scenario.plan, dir });
    expectPlaces(report);
    const bare = (places: readonly Named[], top: string) =>
      places.map(({ kind, address, file }) => [
        kind,
        kind === 'backend' ? '' : address,
        join(relative(top, resolve(fixturesDir, dirname(file))), basename(file, '.json')),
      ]);
    expect(bare(placesIn(report), dir)).toEqual(bare(native, scenario.dir));
    expect(native.length).toBeGreaterThan(0);
  });
});
