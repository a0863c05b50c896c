/**
 * Mutated plans: whatever becomes of them, nothing crashes, and none passes while its destruction is still in it. More
 * cases: `npm run fuzz -- --cases 20000 --seed 7`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { isTooDeep } from '../../src/app/error-report.ts';
import { decide } from '../../src/decide.ts';
import { isFirebreakError } from '../../src/errors.ts';
import { evaluate } from '../../src/evaluate.ts';
import { readPlan } from '../../src/read/plan/plan.ts';
import { formats } from '../../src/report/render.ts';
import type { Report } from '../../src/verdict/report.ts';
import { builtin, compiled, typed } from '../judge-options.ts';
import { fixturesDir } from '../scenarios.ts';
import { mutate } from './mutations.ts';
import { type Base, destroyingEntries, reasonNotToPass } from './oracle.ts';
import { Random, seedOf } from './random.ts';

const cases = Number(process.env.FUZZ_CASES ?? 500);
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** Repeats one case of a run. */
const only = process.env.FUZZ_ONLY === undefined ? null : Number(process.env.FUZZ_ONLY);

const judgement = {
  configuration: null,
  policies: compiled,
  catalog: typed,
  commands: builtin.commands,
  now: new Date('2026-06-01T12:00:00Z'),
};

/** In characters. */
const largest = 30_000;

async function judge(text: string): Promise<Report> {
  const source = await readPlan({ file: '-', stdin: Readable.from([Buffer.from(text)]) });
  return decide(evaluate({ ...judgement, source }));
}

/** Returns the verdict; `refused` for text that is no plan. */
async function verdictOf(text: string, rendered: boolean): Promise<string> {
  try {
    const report = await judge(text);
    if (rendered)
      for (const render of Object.values(formats)) render(report, { width: 100, colour: false, explainPass: true });
    return report.verdict;
  } catch (error) {
    // Every door says that such values are nested too deeply, and ends with 2.
    if (isTooDeep(error)) return 'refused';
    if (!isFirebreakError(error)) throw error;
    for (const { message, hint = '' } of error.faults) expect(message + hint).not.toMatch(/^\s+at |node:internal/m);
    return 'refused';
  }
}

/** Every plan of the fixtures that fails because of an object that it destroys. */
async function readBases(): Promise<readonly Base[]> {
  const bases: Base[] = [];
  for (const name of readdirSync(fixturesDir)) {
    const whole = tryRead(join(fixturesDir, name, 'plan.json'));
    if (whole === null || !whole.includes('"delete"')) continue;
    const text = trimmed(whole);
    const report = await judge(text);
    const blamed = new Set(
      report.findings.filter(({ policy }) => policy === 'no-stateful-destroy').map(({ subject }) => subject.address),
    );
    const entries = destroyingEntries(JSON.parse(text)).filter(({ address }) => blamed.has(address));
    if (report.verdict !== 'fail' || entries.length === 0) continue;
    bases.push({ name, text, destroyed: new Map(entries.map((entry) => [entry.address, entry])) });
  }
  return bases;
}

/** Returns the plan without spaces, and of a large plan only some changes: larger plans take longer and say no more. */
function trimmed(text: string): string {
  const plan = JSON.parse(text);
  const whole = JSON.stringify(plan);
  if (whole.length <= largest) return whole;
  const changes: { readonly change: { readonly actions: readonly string[] } }[] = plan.resource_changes;
  const [destroyed, others] = [true, false].map((is) =>
    changes.filter(({ change }) => change.actions.includes('delete') === is),
  );
  const some = [...(destroyed ?? []).slice(0, 4), ...(others ?? []).slice(0, 6)];
  return JSON.stringify({ ...plan, planned_values: {}, prior_state: {}, resource_changes: some });
}

function tryRead(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isClean(): boolean {
  return [Object.prototype, Array.prototype, Function.prototype].every((object) => Object.keys(object).length === 0);
}

it(`${only === null ? `${cases} mutated plans` : `case ${only}`} of seed ${seed}`, async () => {
  const bases = await readBases();
  expect(bases.length).toBeGreaterThan(20);
  const finds: string[] = [];
  const verdicts: Record<string, number> = {};
  for (const index of only === null ? Array.from({ length: cases }, (_, i) => i) : [only]) {
    const random = new Random(seedOf(seed, index));
    const base = random.pick(bases);
    const { text, how, isAmbiguous } = mutate(base.text, random);
    const told = `case ${index}, ${base.name}, ${how.join(', ')}`;
    const reason = isAmbiguous ? 'readers may see different plans in it' : reasonNotToPass(text, base);
    try {
      const verdict = await verdictOf(text, random.chance(0.02));
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      if (verdict === 'pass' && reason !== null) finds.push(`${told}: passes, and ${reason}`);
    } catch (error) {
      finds.push(`${told}: ${error instanceof Error ? error.stack : error}`);
    }
    if (!isClean()) throw new Error(`${told}: an object of the language was changed`);
    if (only !== null) process.stderr.write(`${text}\n`);
  }
  if (process.env.FUZZ_CASES) process.stderr.write(`${JSON.stringify(verdicts)}\n`);
  expect(finds).toEqual([]);
});

const corpus = join(import.meta.dirname, 'corpus');

it.each(readdirSync(corpus))('found before: %s', async (name) => {
  expect(await verdictOf(readFileSync(join(corpus, name), 'utf8'), true)).not.toBe('pass');
});
