// Programs in one file each, with the worker and the parsers that they load: for the GitHub Action and the executables.
// The same source gives the same bytes on every machine.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { jsonAsText } from './json-as-text.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const common = {
  bundle: true,
  absWorkingDir: root,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  // hcl2json requires this package only if Node has no global `performance`.
  external: ['performance'],
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Builds into an emptied folder.
 * @param programs file names without `.cjs`, and their entry points
 */
export async function buildSingleFiles(outdir, programs) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    ...common,
    entryPoints: programs,
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    alias: { 'string-width': './scripts/string-width.mjs' },
    plugins: [jsonAsText],
  });
  await build({
    ...common,
    entryPoints: ['src/read/configuration/hcl-worker.mjs'],
    outfile: `${outdir}/hcl-worker.mjs`,
    format: 'esm',
    banner: {
      js: [
        "import { createRequire as requireFrom } from 'node:module';",
        "import { fileURLToPath as toPath } from 'node:url';",
        'const require = requireFrom(import.meta.url);',
        // hcl2json looks for its WASM in the parent of its own folder.
        "const __dirname = toPath(new URL('./wasm', import.meta.url));",
      ].join('\n'),
    },
  });
  const { resolve } = createRequire(import.meta.url);
  const files = {
    'main.wasm.gz': resolve('@cdktf/hcl2json/package.json').replace(/package\.json$/, 'main.wasm.gz'),
    'web-tree-sitter.wasm': resolve('web-tree-sitter/web-tree-sitter.wasm'),
    'tree-sitter-terraform.wasm': resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
  };
  for (const [name, from] of Object.entries(files)) await copyFile(from, `${outdir}/${name}`);
}
