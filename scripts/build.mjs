// Builds the command line and the library into lib/ (not committed).
import { chmod, copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import { hotPathFirst } from './hot-path.mjs';
import { jsonAsText } from './json-as-text.mjs';

await rm('lib', { recursive: true, force: true });
await build({
  entryPoints: { program: 'src/cli/firebreak.ts', index: 'src/index.ts', thread: 'src/cli/many-plans/thread.ts' },
  outdir: 'lib',
  bundle: true,
  splitting: true,
  external: ['@cdktf/hcl2json'],
  alias: { 'string-width': './scripts/string-width.mjs' },
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  plugins: [jsonAsText, hotPathFirst],
  logLevel: 'warning',
});
const cli = 'lib/firebreak.js';
const { engines } = JSON.parse(await readFile('package.json', 'utf8'));
const start = await transform((await readFile('src/cli/start.mjs', 'utf8')).replace('./firebreak.ts', './program.js'), {
  define: { REQUIRED_NODE: JSON.stringify(engines.node.replace('>=', '')) },
  // An old Node has to parse it before it can say that it is too old.
  target: 'es2017',
  supported: { 'dynamic-import': true },
});
await writeFile(cli, `#!/usr/bin/env node\n${start.code}`);
await chmod(cli, 0o755);
// Bundles the parser that provides positions: its npm package would compile native code on installation.
await build({
  entryPoints: ['src/read/configuration/hcl-worker.mjs'],
  outfile: 'lib/hcl-worker.mjs',
  bundle: true,
  external: ['@cdktf/hcl2json'],
  minifySyntax: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
});
const require = createRequire(import.meta.url);
for (const wasm of [
  require.resolve('web-tree-sitter/web-tree-sitter.wasm'),
  require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
]) {
  await copyFile(wasm, `lib/${basename(wasm)}`);
}
