/**
 * Starts the program if this Node can run it. It loads the program on demand, so that an older Node does not stop in a
 * dependency with a stack trace. The build replaces REQUIRED_NODE by `engines` of package.json.
 */
const Module = require('node:module');
const { join } = require('node:path');
const { compiledCode, useCompiledCode } = require('./compiled-code.cjs');

const required = REQUIRED_NODE.split('.').map(Number);
const actual = process.versions.node.split('.').map(Number);
if (actual[0] < required[0] || (actual[0] === required[0] && actual[1] < required[1])) {
  process.stderr.write(
    `firebreak: Node.js ${process.versions.node} is too old. Install Node.js ${REQUIRED_NODE} or later.\n`,
  );
  process.exitCode = 2;
} else {
  if (Module.enableCompileCache) enableCompileCache();
  else useCompiledCode(join(__dirname, compiledCode));
  require('./firebreak.ts');
}

/**
 * From Node 22 on, the compiled program is kept for the next run, in a folder that only this user can write to: the
 * default below the temporary directory is open to others.
 */
function enableCompileCache() {
  const cache = process.env.XDG_CACHE_HOME || (process.env.HOME && `${process.env.HOME}/.cache`);
  if (cache) Module.enableCompileCache(`${cache}/firebreak`);
}
