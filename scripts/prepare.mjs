// Builds lib/ where it is not there: after `npm ci`, before a package is packed, and in an install from Git, which
// pre-commit makes.
import { execSync } from 'node:child_process';
import { createRequire } from 'node:module';

const run = (command) => execSync(command, { stdio: ['ignore', 'ignore', 'inherit'] });
try {
  createRequire(import.meta.url).resolve('esbuild');
} catch {
  // `npm install --global` of a Git repository hands "global" on to the install that should bring what builds it.
  run('npm ci --no-global --ignore-scripts --no-audit --no-fund');
}
run('npm run -s build');
