/**
 * Compiled code of the program, for Node 20, which has no compile cache: compiling takes as long as judging a small plan.
 * The build keeps it beside the program, where only those can write who can change the program. V8 takes none of another
 * version, and then compiles as always.
 */
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

/** The folder beside the program. It is for one V8 and one processor. */
exports.compiledCode = `compiled-${process.versions.v8}-${process.arch}`;

/** From now on, modules beside `folder` that have compiled code in it are loaded with that. */
exports.useCompiledCode = (folder) => {
  if (!existsSync(folder)) return;
  exports.onLoad(dirname(folder), (file) => {
    const code = join(folder, basename(file));
    return existsSync(code) ? { cachedData: readFileSync(code) } : null;
  });
};

/**
 * Loads modules in `folder` as scripts.
 * @param optionsFor the options of a file's script; null: it is loaded as always
 * @param onScript called with each script
 */
exports.onLoad = (folder, optionsFor, onScript = () => {}) => {
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, file) => {
    const options = dirname(file) === folder ? optionsFor(file) : null;
    if (options === null) return load(module, file);
    const script = new Script(Module.wrap(String(readFileSync(file))), { ...options, filename: file });
    onScript(script, file);
    script.runInThisContext()(module.exports, module.require.bind(module), module, file, folder);
  };
};
