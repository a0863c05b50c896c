// For esbuild: whatever is loaded on demand imports the hot path first. Without this, esbuild splits the modules of a
// plain `check` into one file for each set of commands that share them.
import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';

const hotPath = resolve('src/cli/hot-path.ts');
/** Runs before every command of a coding agent, and judges no plan. */
const apart = resolve('src/cli/commands/hook.ts');

export const hotPathFirst = {
  name: 'hot-path-first',
  setup(builder) {
    const onDemand = new Set();
    builder.onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      if (kind === 'dynamic-import') onDemand.add(file);
      return { path: file };
    });
    builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!onDemand.has(path) || path === apart) return undefined;
      const contents = await readFile(path, 'utf8');
      const from = relative(dirname(path), hotPath);
      return { contents: `import '${from.startsWith('.') ? from : `./${from}`}';\n${contents}`, loader: 'ts' };
    });
  },
};
