// check-executable.mjs EXECUTABLE: proves that a single executable prints what lib/firebreak.js prints, and ends alike.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const [executable = ''] = process.argv.slice(2);
const fixture = 'fixtures/aws-12-create-unprotected';
const commands = [
  ['check', 'fixtures/aws-39-no-changes/plan.json'],
  // HCL: the worker, and both parsers that it is handed.
  ['check', `${fixture}/plan.json`, '--dir', `${fixture}/tf`, '-f', 'json'],
  ['check', 'package.json'],
  // Large enough together for V8's settings.
  ['check', '--plans', 'fixtures/*/plan.json'],
  ['check', `${fixture}/plan.json`, '-f', 'html'],
  ['redact', `${fixture}/plan.json`],
  ['fingerprint', `${fixture}/plan.json`],
  ['explain', 'no-stateful-destroy'],
  ['policies'],
  ['test'],
  ['check', '--help'],
  ['--version'],
];
// Starts itself once more.
const atlantis = { args: ['atlantis'], env: { SHOWFILE: `${fixture}/plan.json` } };

const wrong = [...commands.map((args) => ({ args })), atlantis].filter(({ args, env }) => {
  const options = { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', COLUMNS: '100', ...env } };
  const [own, other] = [
    spawnSync(resolve(executable), args, options),
    spawnSync(process.execPath, ['lib/firebreak.js', ...args], options),
  ].map(({ status, stdout, stderr }) => JSON.stringify({ status, stdout, stderr }));
  if (own !== other)
    console.error(`${args.join(' ')}\n  executable: ${own.slice(0, 500)}\n  lib: ${other.slice(0, 500)}`);
  return own !== other;
});
console.log(
  `${executable}: ${commands.length + 1 - wrong.length} of ${commands.length + 1} commands as in lib/firebreak.js`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
