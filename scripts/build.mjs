// Builds the command line and the library into lib/ (not committed).
import { chmod, copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { jsonAsText } from './json-as-text.mjs';

await rm('lib', { recursive: true, force: true });
await build({
  entryPoints: { firebreak: 'src/cli/firebreak.ts', index: 'src/index.ts' },
  outdir: 'lib',
  bundle: true,
  splitting: true,
  external: ['@cdktf/hcl2json', 'web-tree-sitter'],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  minifySyntax: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  plugins: [jsonAsText],
  logLevel: 'warning',
});
const cli = 'lib/firebreak.js';
const code = await readFile(cli, 'utf8');
await writeFile(cli, `#!/usr/bin/env node\n${code}`);
await chmod(cli, 0o755);
await copyFile('src/read/hcl-worker.mjs', 'lib/hcl-worker.mjs');
