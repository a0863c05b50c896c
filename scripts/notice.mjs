// Writes NOTICE: the packages that lib/ and dist/ contain, with their licenses.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { jsonAsText } from './json-as-text.mjs';

// Copied into both folders as WASM, so that the bundler does not see them.
const copied = ['web-tree-sitter', '@tree-sitter-grammars/tree-sitter-hcl'];

const { metafile } = await build({
  entryPoints: [
    'src/cli/firebreak.ts',
    'src/index.ts',
    'src/action/main.ts',
    'src/page/main.ts',
    'src/playground/node/buffer.ts',
    'src/playground/node/crypto.ts',
    'src/read/configuration/hcl-worker.mjs',
  ],
  outdir: 'lib',
  bundle: true,
  write: false,
  metafile: true,
  external: ['performance'],
  alias: { 'string-width': './scripts/string-width.mjs' },
  platform: 'node',
  format: 'esm',
  plugins: [jsonAsText],
  logLevel: 'error',
});
const folders = new Set(Object.keys(metafile.inputs).flatMap((file) => packageFolder(file) ?? []));
for (const name of copied) folders.add(join('node_modules', name));

const entries = await Promise.all([...folders].map(describe));
const byName = entries.toSorted((a, b) => (a.title < b.title ? -1 : 1));
await writeFile(
  'NOTICE',
  `${[
    'Firebreak\nLicensed under the Apache License, Version 2.0 (see LICENSE).',
    'The programs in lib/ and dist/ contain the following packages.',
    ...byName.map(({ title, license, text }) => `${'-'.repeat(78)}\n${title} (${license})\n\n${text}`),
  ].join('\n\n')}\n`,
);

/** The folder of the package that a bundled file belongs to; undefined for files of this repository. */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function describe(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const text = texts.map((part) => part.replaceAll('\r\n', '\n').trim()).join('\n\n');
  return { title: `${name} ${version}`, license, text: text || `License: ${license}` };
}
