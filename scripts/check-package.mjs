// check-package.mjs: packs, installs the tarball in an empty folder from the registry, runs the command line and the
// example of the library there, and compiles a TypeScript project against the installed types. Then it installs the
// commit by its Git URL.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'firebreak-package-'));
const onWindows = process.platform === 'win32';
const run = (program, args, cwd = folder) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell: onWindows });

try {
  run('npm', ['pack', '--silent', '--pack-destination', folder], '.');
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--silent', `./${tarball}`]);

  const firebreak = (...args) => run(process.execPath, [join('node_modules', name, 'lib', 'firebreak.js'), ...args]);
  const fixture = resolve('fixtures/aws-39-no-changes');
  expect(firebreak('check', join(fixture, 'plan.json'), '--dir', join(fixture, 'tf')), /^PASS/);
  expect(firebreak('test'), /^PASS {3}\d+ policies, (\d+) cases: \1 passed$/m);
  expect(run('npx', ['--no', '--', 'firebreak', '--version']), new RegExp(`^${version}$`, 'm'));

  cpSync('examples/library/judge.mjs', join(folder, 'judge.mjs'));
  expect(run(process.execPath, ['judge.mjs', join(fixture, 'plan.json')]), /^PASS/);

  // What this package does not export must be an error, or the types are not read at all.
  writeFileSync(join(folder, 'judge.ts'), readFileSync('examples/library/judge.mjs', 'utf8'));
  writeFileSync(
    join(folder, 'absent.ts'),
    `// @ts-expect-error\nimport { absent } from '${name}';\nconsole.log(absent);\n`,
  );
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [resolve('node_modules/@types')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['judge.ts', 'absent.ts'] }));
  run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder]);

  // The commit by its Git URL, as in docs/install.md: npm clones and builds it.
  const commit = run('git', ['rev-parse', 'HEAD'], '.').trim();
  const project = join(folder, 'from-git');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const url = `git+${pathToFileURL(resolve('.'))}#${commit}`;
  run('npm', ['install', '--no-audit', '--no-fund', '--silent', '--save-dev', url], project);
  expect(run('npx', ['--no', '--', 'firebreak', 'test'], project), /^PASS/m);
  console.log(`${tarball} and ${commit}: install, run and compile on Node ${process.version}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function expect(output, pattern) {
  if (!pattern.test(output)) throw new Error(`${pattern} is not in:\n${output.slice(0, 2000)}`);
}
