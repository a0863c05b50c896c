// Builds the GitHub Action into dist/, which is committed because the runner starts it from there. The build is
// reproducible: the same source gives the same bytes on every machine.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { jsonAsText } from './json-as-text.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const common = {
  bundle: true,
  absWorkingDir: root,
  platform: 'node',
  target: 'node20.19',
  // hcl2json requires this package only if Node has no global `performance`.
  external: ['performance'],
  legalComments: 'none',
  logLevel: 'warning',
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await build({
  ...common,
  entryPoints: ['src/action/main.ts'],
  outfile: 'dist/index.cjs',
  format: 'cjs',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  plugins: [jsonAsText],
});
await build({
  ...common,
  entryPoints: ['src/read/configuration/hcl-worker.mjs'],
  outfile: 'dist/hcl-worker.mjs',
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
const hcl2json = resolve('@cdktf/hcl2json/package.json');
await copyFile(hcl2json.replace(/package\.json$/, 'main.wasm.gz'), 'dist/main.wasm.gz');
await copyFile(resolve('web-tree-sitter/web-tree-sitter.wasm'), 'dist/web-tree-sitter.wasm');
const grammar = 'tree-sitter-terraform.wasm';
await copyFile(resolve(`@tree-sitter-grammars/tree-sitter-hcl/${grammar}`), `dist/${grammar}`);
