// Builds programs in one file each, and the worker that they start: for the GitHub Action and the executables.
// The same source gives the same bytes on every machine.
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { jsonAsText } from './json-as-text.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What every single file is built with. */
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
 * Empties a folder and builds programs into it, given as entry points by file name without `.cjs`.
 * @param data plugin that says how the built-in data is read
 */
export async function buildPrograms(outdir, programs, data = jsonAsText) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    ...common,
    entryPoints: programs,
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    // An executable has no `import()`, not even of Node's own modules.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    alias: { 'string-width': './scripts/string-width.mjs' },
    plugins: [data],
  });
}

const worker = { ...common, entryPoints: ['src/read/configuration/hcl-worker.mjs'] };

/** Builds the worker that parses HCL; it reads its parsers from files next to it. */
export async function buildWorker(outfile) {
  await build({
    ...worker,
    outfile,
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
}

/** Builds the worker for an executable: one script that is handed its parsers. */
export async function buildEmbeddedWorker(outfile) {
  await build({
    ...worker,
    outfile,
    format: 'cjs',
    define: { 'import.meta.url': "'file:///'" },
    // hcl2json reads its WASM through this package.
    alias: { 'fs-extra': './scripts/passed-files.mjs' },
  });
}

const { resolve } = createRequire(import.meta.url);
/** The parsers, by the name that the worker asks for. */
export const parsers = {
  'main.wasm.gz': resolve('@cdktf/hcl2json/package.json').replace(/package\.json$/, 'main.wasm.gz'),
  'web-tree-sitter.wasm': resolve('web-tree-sitter/web-tree-sitter.wasm'),
  'tree-sitter-terraform.wasm': resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
};
