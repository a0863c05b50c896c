// Builds the command line and the library into lib/ (not committed).
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import Module, { createRequire } from 'node:module';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import { hotPathFirst } from './hot-path.mjs';
import { jsonAsFiles } from './json-as-text.mjs';

const common = { minify: true, platform: 'node', target: 'node20.19', logLevel: 'warning' };

await rm('lib', { recursive: true, force: true });
await mkdir('lib');
const { outputFiles } = await build({
  ...common,
  entryPoints: { program: 'src/cli/firebreak.ts', index: 'src/index.ts', thread: 'src/cli/many-plans/thread.ts' },
  outdir: 'lib',
  write: false,
  bundle: true,
  splitting: true,
  external: ['@cdktf/hcl2json'],
  alias: { 'string-width': './scripts/string-width.mjs' },
  format: 'esm',
  plugins: [jsonAsFiles('lib'), hotPathFirst],
});
for (const { path, text } of outputFiles) await writeFile(path, await toCommonJs(text));
const cli = 'lib/firebreak.js';
const { engines } = JSON.parse(await readFile('package.json', 'utf8'));
const start = await readFile('src/cli/start.cjs', 'utf8');
await build({
  ...common,
  stdin: { contents: start.replace('./firebreak.ts', './program.js'), resolveDir: 'src/cli' },
  outfile: cli,
  bundle: true,
  external: ['./program.js'],
  banner: { js: '#!/usr/bin/env node' },
  define: { REQUIRED_NODE: JSON.stringify(engines.node.replace('>=', '')) },
  format: 'cjs',
  // An old Node has to parse it before it can say that it is too old.
  target: ['es2017', 'node10'],
});
await chmod(cli, 0o755);
await writeFile('lib/package.json', '{ "type": "commonjs" }\n');
// Bundles the parser that provides positions: its npm package would compile native code on installation.
await build({
  ...common,
  minify: false,
  minifySyntax: true,
  entryPoints: ['src/read/configuration/hcl-worker.mjs'],
  outfile: 'lib/hcl-worker.mjs',
  bundle: true,
  external: ['@cdktf/hcl2json'],
  format: 'esm',
});
const require = createRequire(import.meta.url);
for (const wasm of [
  require.resolve('web-tree-sitter/web-tree-sitter.wasm'),
  require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
]) {
  await copyFile(wasm, `lib/${basename(wasm)}`);
}
// Newer versions keep compiled code themselves.
if (!Module.enableCompileCache)
  execFileSync(process.execPath, ['scripts/compile.cjs'], {
    input: '{"command": "ls"}',
    stdio: ['pipe', 'ignore', 'inherit'],
  });

/** Node starts CommonJS faster than modules, but esbuild splits only modules. */
async function toCommonJs(module) {
  const usesUrl = module.includes('import.meta.url');
  const { code } = await transform(module, {
    ...common,
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: usesUrl ? "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" : '',
    supported: { 'dynamic-import': false },
  });
  return code;
}
