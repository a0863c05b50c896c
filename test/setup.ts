/**
 * Property tests draw the same examples on every run. `FC_SEED=random` draws others, `FC_SEED=NUMBER` those of a failure:
 * fast-check prints the seed of what failed.
 */
import fc from 'fast-check';

const defaultSeed = 20_251_201;
const asked = process.env.FC_SEED;
const seed = asked === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(asked ?? defaultSeed);

if (!Number.isSafeInteger(seed)) throw new Error(`FC_SEED is no whole number: ${asked}`);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
