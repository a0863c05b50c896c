// build-playground.mjs [FILE]: builds docs/playground.html, one file that judges a pasted plan and loads nothing.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleForBrowser, policyHash } from './browser-bundle.mjs';
import { jsonAsText } from './json-as-text.mjs';

const [outfile = 'docs/playground.html'] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const shims = ['crypto', 'buffer', 'util'];

/** Modules of Node: what judging a plan needs has a stand-in, and everything else is called by no plan in JSON. */
const withoutNode = {
  name: 'without-node',
  setup(builder) {
    builder.onResolve({ filter: /^node:/ }, ({ path }) => {
      const name = path.slice('node:'.length);
      if (shims.includes(name)) return { path: `${root}src/playground/node/${name}.ts` };
      return { path, namespace: 'absent' };
    });
    builder.onResolve({ filter: /\/saved-plan\// }, ({ path }) => ({ path, namespace: 'absent' }));
    builder.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => () => { throw new Error('not in a browser: ${path} ' + String(name)); } });`,
    }));
  },
};

const script = await bundleForBrowser('src/playground/main.ts', {
  logLevel: 'error',
  plugins: [jsonAsText, withoutNode],
  inject: ['src/playground/node/globals.ts'],
});
const style = await bundleForBrowser('src/playground/playground.css');
const policy = `default-src 'none'; script-src '${policyHash(script)}'; style-src '${policyHash(style)}'; base-uri 'none'; form-action 'none'`;
await writeFile(
  outfile,
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Firebreak playground</title>
<style>${style}</style>
</head>
<body>
<script>${script}</script>
</body>
</html>
`,
);
