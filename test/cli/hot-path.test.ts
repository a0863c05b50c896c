/** What the program loads before it knows that it needs it: every start pays for each package there. */
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { root } from './run.ts';

const [start, hotPath, lint] = ['src/cli/firebreak.ts', 'src/cli/hot-path.ts', 'src/cli/commands/lint.ts'];

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [start, hotPath, lint],
  bundle: true,
  outdir: 'lib',
  write: false,
  metafile: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
});

interface Loaded {
  readonly packages: readonly string[];
  /** Modules of Node. */
  readonly node: readonly string[];
  readonly commands: readonly string[];
}

/** What a module loads with it: not what is imported on demand, by `import()`. */
function loadedBy(entry: string): Loaded {
  const modules = new Set([entry]);
  const node = new Set<string>();
  const packages = new Set<string>();
  for (const module of modules)
    for (const { path, kind, external } of metafile.inputs[module]?.imports ?? []) {
      if (kind === 'dynamic-import') continue;
      if (!external) modules.add(path);
      else (path.startsWith('node:') ? node : packages).add(path);
    }
  const commands = [...modules].filter((module) => module.startsWith('src/cli/commands/'));
  return { packages: [...packages].sort(), node: [...node].sort(), commands };
}

it('the file that starts loads no package and no command', () => {
  expect(metafile.inputs[start]?.imports.map(({ path }) => path)).toContain('src/cli/run.ts');
  expect(loadedBy(start)).toEqual({ packages: [], node: [], commands: [] });
});

it('a plain check loads small packages only: no yargs, CEL, HCL or YAML, no child process, and no other command', () => {
  const { node, ...loaded } = loadedBy(hotPath);
  const costly = ['child_process', 'http', 'net', 'v8', 'worker_threads', 'zlib'].map((name) => `node:${name}`);
  expect(node.filter((name) => costly.includes(name))).toEqual([]);
  expect(loaded).toEqual({
    packages: ['diff', 'get-east-asian-width', 'unbash'],
    commands: ['src/cli/commands/check.ts'],
  });
});

it('lint loads no CEL: the built-in policies are compiled', () => {
  expect(loadedBy(lint).packages).not.toContain('@marcbachmann/cel-js');
});
