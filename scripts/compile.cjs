// Keeps what Node compiled of lib/ in usual runs: see src/cli/compiled-code.cjs. The commands run in this one process.
const { mkdirSync, writeFileSync } = require('node:fs');
const { basename, join, resolve } = require('node:path');
const { compiledCode, onLoad, sealed } = require('../src/cli/compiled-code.cjs');

const lib = resolve('lib');
const program = join(lib, 'program.js');
const plan = (fixture) => join('fixtures', fixture, 'plan.json');
const commands = [
  ['check', plan('aws-02-small-update')],
  ['check', plan('aws-14-backups-weakened')],
  ['check', plan('aws-14-backups-weakened'), '-f', 'json'],
  ['check', plan('aws-14-backups-weakened'), '--details'],
  ['hook'],
];

const scripts = new Map();
onLoad(
  lib,
  () => ({}),
  (script, file, source) => scripts.set(file, { script, source }),
);
process.on('beforeExit', runNext);
process.on('exit', () => {
  mkdirSync(join(lib, compiledCode), { recursive: true });
  for (const [file, { script, source }] of scripts)
    writeFileSync(join(lib, compiledCode, basename(file)), sealed(source, script.createCachedData()));
  process.exitCode = 0;
});
runNext();

function runNext() {
  const command = commands.shift();
  if (!command) return;
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...command);
  delete require.cache[program];
  require(program);
}
