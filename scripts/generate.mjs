/** Compiles `policies/*.yaml`, `policies/catalog/*.yaml` and the known actors into `policies/builtin.json`, once they are proven sound. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const { readPolicyFiles, compilePolicies, factClasses } = await load(`
  export { readPolicyFiles } from './src/read/policy-files.ts';
  export { compilePolicies } from './src/policy/compile.ts';
  export { factClasses } from './src/policy/facts.ts';
`);

const policies = await readPolicyFiles(['policies']).catch(refuse);
try {
  compilePolicies(policies, factClasses);
} catch (error) {
  refuse(error);
}
const catalogFiles = (await readdir('policies/catalog')).filter((name) => name.endsWith('.yaml')).toSorted();
const catalog = await Promise.all(
  catalogFiles.map(async (name) => parse(await readFile(join('policies/catalog', name), 'utf8'), { version: '1.2' })),
);
const actors = parse(await readFile('policies/actors/known-actors.yaml', 'utf8'), { version: '1.2' });
const builtin = { policies: policies.map((policy) => ({ ...policy, builtIn: true, positions: {} })), catalog, actors };
await writeFile('policies/builtin.json', `${JSON.stringify(builtin, null, 1)}\n`);

/** TypeScript is bundled first: the oldest Node that is supported does not read it. */
async function load(contents) {
  const folder = join(root, 'node_modules', '.cache', 'generate');
  const outfile = join(folder, 'program.mjs');
  await mkdir(folder, { recursive: true });
  const common = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  };
  await build({ ...common, stdin: { contents, resolveDir: root, loader: 'ts' }, outfile });
  return import(`${pathToFileURL(outfile)}?${process.hrtime.bigint()}`);
}

function refuse(error) {
  if (error?.name !== 'PolicyError') throw error;
  console.error(error.message);
  process.exit(2);
}
