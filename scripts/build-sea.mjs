// Builds a single executable for this platform, from the Node that runs this script, into executables/: Node's single
// executable application (https://nodejs.org/api/single-executable-applications.html). Prints its path.
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';
import { jsonAsAssets } from './json-as-text.mjs';
import { buildEmbeddedWorker, buildPrograms, parsers } from './single-file.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { platform, arch, execPath } = process;
const parts = 'executables/parts';
const system = { darwin: 'macos', win32: 'windows' }[platform] ?? platform;
const executable = `executables/firebreak-${system}-${arch}${platform === 'win32' ? '.exe' : ''}`;

const { plugin, assets } = jsonAsAssets(parts);
await buildPrograms(parts, { firebreak: 'src/cli/firebreak.ts' }, plugin);
await buildEmbeddedWorker(`${parts}/hcl-worker.cjs`);
const config = {
  main: `${parts}/firebreak.cjs`,
  output: `${parts}/firebreak.blob`,
  disableExperimentalSEAWarning: true,
  useCodeCache: true,
  assets: { 'hcl-worker.cjs': `${parts}/hcl-worker.cjs`, ...assets, ...parsers },
};
await writeFile(`${parts}/config.json`, JSON.stringify(config));
run(execPath, ['--experimental-sea-config', `${parts}/config.json`]);

await mkdir('executables', { recursive: true });
await copyFile(execPath, executable);
await chmod(executable, 0o755);
// macOS refuses to start a program whose signature does not match: the one of Node goes, an ad hoc one comes.
if (platform === 'darwin') run('codesign', ['--remove-signature', executable]);
await inject(executable, 'NODE_SEA_BLOB', await readFile(config.output), {
  sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
  ...(platform === 'darwin' && { machoSegmentName: 'NODE_SEA' }),
});
if (platform === 'darwin') run('codesign', ['--sign', '-', executable]);
console.log(executable);

function run(program, args) {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
