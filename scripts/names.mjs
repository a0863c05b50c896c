// names.mjs [FOLDER]: puts the names of package.json (package, version, repository) into every other file that states
// them: the program, the lockfile, documents, examples and workflows. src/package-info.ts holds the names as they are there.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const info = 'src/package-info.ts';
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs', 'examples', '.github'];
const [root = '.'] = process.argv.slice(2);

const { name, version, repository } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const names = { packageName: name, version, repository: repository.url.match(/github\.com\/(.+?)(?:\.git)?$/)[1] };
const written = await readFile(join(root, info), 'utf8');
const old = (key) => new RegExp(`${key} = '(.+)'`).exec(written)[1];
// The package first: its name may contain that of the repository.
const renamed = new Map([
  [`${old('packageName')}@${old('version')}`, `${name}@${version}`],
  [old('packageName'), name],
  [old('repository'), names.repository],
]);
const anyOld = new RegExp([...renamed.keys()].map(escapeRegExp).join('|'), 'g');
const edit = async (file, change) => {
  const text = await readFile(join(root, file), 'utf8');
  const changed = change(text);
  if (changed !== text) await writeFile(join(root, file), changed);
};
// The playground is built, and a hash in it covers every byte.
for (const file of (await filesIn(documents)).filter((name) => !name.endsWith('.html'))) {
  await edit(file, (text) => text.replace(anyOld, (found) => renamed.get(found)));
}
await edit(info, (text) => text.replace(/(\w+) = '.*'/g, (_, key) => `${key} = '${names[key]}'`));
await edit('package-lock.json', (text) => {
  const lock = JSON.parse(text);
  Object.assign(lock, { name, version });
  Object.assign(lock.packages[''], { name, version });
  return `${JSON.stringify(lock, null, 2)}\n`;
});

function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Files and folders as a list of files, relative to `root`. */
async function filesIn(paths) {
  const lists = paths.map(async (path) => {
    const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch((error) => {
      if (error.code === 'ENOTDIR') return null;
      throw error;
    });
    if (entries === null) return [path];
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
  });
  return (await Promise.all(lists)).flat();
}
