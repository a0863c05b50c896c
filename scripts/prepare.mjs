// Builds lib/ if it is missing: after `npm ci`, before packing, and on installation from Git (as by pre-commit).
import { execSync } from 'node:child_process';
import { createRequire } from 'node:module';

// npm 11 refuses this option of a global installation, which it passes on, in the nested one.
const { npm_config_allow_scripts: _, ...env } = process.env;
const run = (command) => execSync(command, { env, stdio: ['ignore', 'ignore', 'inherit'] });
try {
  createRequire(import.meta.url).resolve('esbuild');
} catch {
  // `npm install --global` of a Git repository passes "global" on to the nested install, which would skip the build
  // tools.
  run('npm ci --no-global --ignore-scripts --no-audit --no-fund');
}
run('npm run -s build');
// After the build, which empties lib/. A working copy needs no types: `npm run check` builds them.
if (process.env.npm_command !== 'ci') run('npm run -s build:types');
