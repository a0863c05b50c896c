/**
 * Checks the attribute names in `policies/catalog/` against the providers' schemas, and writes the result to
 * `test/schemas/catalog/`: for each type of a catalog file, the attribute paths that the provider has.
 *
 *   node scripts/provider-attributes.mjs [policies/catalog/FILE.yaml …] [--clones FOLDER]
 *
 * A catalog file names its schemas: npm packages generated from the provider's schema
 * (`@cdktf/provider-github@15.3.1`), or the resource pages or code in the provider's repository
 * (`https://github.com/OWNER/REPO/tree/COMMIT/docs/resources`), read from FOLDER/OWNER/REPO. Files whose clone is
 * missing are skipped. Exits with 1 if a schema lacks a type or a path.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { parse } from 'yaml';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const catalogFolder = 'policies/catalog';
const extractFolder = 'test/schemas/catalog';

const { values: options, positionals } = parseArgs({
  options: { clones: { type: 'string', default: '.' } },
  allowPositionals: true,
});
const { accessPaths, typePaths } = await loadTypeScript('./test/catalog-files.ts');
const allFiles = readdirSync(catalogFolder, { recursive: true }).filter(
  (name) => name.endsWith('.yaml') && !/^(tables|guesses)\//.test(name),
);
const files = positionals.length > 0 ? positionals.map((path) => relative(catalogFolder, path)) : allFiles.toSorted();

for (const file of files) {
  const { schemas, types, access } = parse(readFileSync(join(catalogFolder, file), 'utf8'), { version: '1.2' });
  const readers = schemas.map((source) => (source.startsWith('@') ? packageReader(source) : repositoryReader(source)));
  if (readers.includes(null)) {
    console.error(`${file}: skipped, not cloned: ${schemas.filter((_, i) => readers[i] === null).join(', ')}`);
    continue;
  }
  const listed = types ?? Object.fromEntries(Object.entries(access).filter(([type]) => !type.includes('*')));
  const lines = Object.entries(listed).map(([type, entry]) => {
    const schemasOfType = readers.map((hasPath) => hasPath(type)).filter((hasPath) => hasPath !== null);
    if (schemasOfType.length === 0) fail(`${file}: no schema has the type ${type}`);
    const paths = [...new Set(types ? typePaths(entry) : accessPaths(entry))].toSorted();
    const found = paths.filter((path) => schemasOfType.some((hasPath) => path.split('|').some(hasPath)));
    for (const path of paths) if (!found.includes(path)) fail(`${file}: ${type} has no ${path}`);
    return schemasOfType.length === 0 ? [] : [`  ${JSON.stringify(type)}: ${JSON.stringify(found)}`];
  });
  const target = join(extractFolder, file.replace(/yaml$/, 'json'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `{\n${lines.flat().join(',\n')}\n}\n`);
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

/** Bundles TypeScript first: the oldest supported Node cannot run it. */
async function loadTypeScript(path) {
  const outfile = 'node_modules/.cache/provider-attributes.mjs';
  const common = { bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' };
  await build({ ...common, entryPoints: [path], outfile });
  return import(pathToFileURL(outfile));
}

/** Reads a package generated from a provider's schema: type → path → whether the attribute can be set. */
function packageReader(specification) {
  const library = join(unpack(specification), 'package', 'lib');
  // Packages before version 13 have no HCL output, and one line per attribute.
  const attributes = /^ +(\w+): (?:\{\n +value: (.*),\n +isBlock:|(.*ToTerraform.*),$)/gm;
  const folders = new Map(
    readdirSync(library).flatMap((name) => {
      const source = sourcesIn(join(library, name));
      const type =
        /\bextends cdktf\.TerraformResource\b/.test(source) && /\.tfResourceType = "(\w+)";/.exec(source)?.[1];
      return type ? [[type, join(library, name)]] : [];
    }),
  );
  return (type) => {
    const folder = folders.get(type);
    if (folder === undefined) return null;
    const source = sourcesIn(folder);
    const attributesOf = (body) =>
      new Map([...body.matchAll(attributes)].map(([, name, value, line]) => [name, value ?? line]));
    const root = attributesOf(source.slice(source.search(/synthesize(Hcl)?Attributes\(\)/)));
    const nested = (value) => {
      const name = /(?<!cdktf\.)\b(\w+To(?:Hcl)?Terraform)\b/.exec(value.replaceAll(/cdktf\.\w+/g, ''))?.[1];
      const start = source.indexOf(`function ${name}(`);
      return start < 0 ? new Map() : attributesOf(source.slice(start, source.indexOf('\n}\n', start)));
    };
    return (path) => {
      let level = root;
      for (const step of path.split('.')) {
        const value = level.get(step);
        if (value === undefined) return false;
        level = nested(value);
      }
      return true;
    };
  };
}

function unpack(specification) {
  const folder = join('node_modules/.cache/provider-schemas', specification);
  if (existsSync(folder)) return folder;
  const archive = mkdtempSync(join(tmpdir(), 'provider-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', archive, specification], { stdio: 'ignore' });
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['xzf', join(archive, readdirSync(archive)[0]), '-C', folder, '--wildcards', '*/lib/*.js']);
  rmSync(archive, { recursive: true });
  return folder;
}

function sourcesIn(folder) {
  if (!statSync(folder).isDirectory()) return '';
  const scripts = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js'));
  return scripts.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

/** Reads resource pages or code in a provider's repository. A path exists if its page contains every step. */
function repositoryReader(url) {
  const [, repository, commit, folder] = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/tree\/([^/]+)\/(.+)$/.exec(url);
  const clone = join(options.clones, repository);
  if (!existsSync(clone)) return null;
  const git = (...words) => execFileSync('git', ['-C', clone, ...words], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const pages = git('ls-tree', '-r', '--name-only', commit, `${folder}/`).split('\n');
  return (type) => {
    const name = type.slice(type.indexOf('_') + 1);
    const names = [name, type, `resource_${name}`, `resource_${type}`];
    const page = pages.find((path) => names.includes(basename(path).split('.')[0].replaceAll('-', '_')));
    if (page === undefined) return null;
    const text = git('show', `${commit}:${page}`);
    return (path) => path.split('.').every((step) => new RegExp(`[\`"]${step}[\`"]|^ *${step} *[={]`, 'm').test(text));
  };
}
