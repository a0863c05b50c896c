// Judges mutated plans: node scripts/fuzz.mjs [--cases N] [--seed S] [--only CASE]
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const env = {
  ...process.env,
  FUZZ_CASES: values.cases ?? '10000',
  ...(values.seed && { FUZZ_SEED: values.seed }),
  ...(values.only && { FUZZ_ONLY: values.only }),
};
const { status } = spawnSync('npx', ['vitest', 'run', 'test/fuzz'], { env, stdio: 'inherit' });
process.exitCode = status ?? 1;
