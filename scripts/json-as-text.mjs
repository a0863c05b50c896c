// For esbuild: JSON.parse of a text starts several times faster than the same data as a JavaScript literal. Each part of
// the built-in data is parsed when it is first read: no run needs all of them.
import { readFile, writeFile } from 'node:fs/promises';

/** The data as strings in the program. */
export const jsonAsText = lazyJson('json-as-text', (_, json) => JSON.stringify(json));

/** The data as files beside a program of several files in `folder`: what is not read is not even loaded. */
export const jsonAsFiles = (folder) =>
  lazyJson('json-as-files', async (name, json) => {
    await writeFile(`${folder}/${name}.json`, json);
    return `require('node:fs').readFileSync(__dirname + '/${name}.json', 'utf8')`;
  });

/**
 * The data as assets of an executable, whose program is then smaller and starts faster.
 * @returns the plugin, and the files that it writes into `folder` by the name of the asset
 */
export function jsonAsAssets(folder) {
  const assets = {};
  const plugin = lazyJson('json-as-assets', async (name, json) => {
    assets[`${name}.json`] = `${folder}/${name}.json`;
    await writeFile(`${folder}/${name}.json`, json);
    return `require('node:sea').getAsset('${name}.json', 'utf8')`;
  });
  return { plugin, assets };
}

/** @param toText JavaScript for the JSON text of a part, from its name and that text */
function lazyJson(name, toText) {
  const parse = async (part, value) => `JSON.parse(${await toText(part, JSON.stringify(value))})`;
  return {
    name,
    setup(builder) {
      builder.onLoad({ filter: /builtin\.json$/ }, async ({ path }) => {
        const { catalog, ...data } = JSON.parse(await readFile(path, 'utf8'));
        // A plan has types of few providers.
        const providers = catalog.providers.map(async ({ types, ...provider }) => {
          const part = `catalog-${[provider.provider].flat().join('-')}`;
          return lazyObject({ types: await parse(part, types) }, provider);
        });
        const others = await parse('catalog', { ...catalog, providers: undefined });
        const parts = Object.entries(data).map(async ([key, value]) => [key, await parse(key, value)]);
        const code = lazyObject({
          ...Object.fromEntries(await Promise.all(parts)),
          catalog: `({ providers: [${await Promise.all(providers)}], ...${others} })`,
        });
        return { contents: `export default ${code};`, loader: 'js' };
      });
    },
  };
}

/** JavaScript for an object with the data, and with members that are computed when they are first read. */
function lazyObject(members, data = {}) {
  const getters = Object.entries(members).map(
    ([key, code]) =>
      `get ${key}() { const value = ${code}; Object.defineProperty(this, '${key}', { value }); return value; }`,
  );
  return `{ ...${JSON.stringify(data)}, ${getters.join(', ')} }`;
}
