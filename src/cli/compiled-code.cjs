/**
 * Compiled code of the program, for Node 20, which has no compile cache: compiling takes as long as judging a small plan.
 * The build keeps it beside the program, where only those can write who can change the program. V8 takes none of another
 * version, and then compiles as always.
 */
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

/** The folder beside the program. It is for one V8 and one processor. */
exports.compiledCode = `compiled-${process.versions.v8}-${process.arch}`;

/** From now on, modules beside `folder` that have compiled code in it are loaded with that. */
exports.useCompiledCode = (folder) => {
  if (!existsSync(folder)) return;
  exports.onLoad(dirname(folder), (file, source) => {
    const cachedData = unsealed(join(folder, basename(file)), source);
    return cachedData && { cachedData };
  });
};

/**
 * Returns the compiled code of a source with a digest of both in front. V8 compares nothing of the source but its length,
 * and crashes on bytes that it did not write.
 */
exports.sealed = (source, code) => Buffer.concat([digest(source, code), code]);

/** Returns compiled code as it was sealed with this source; null if there is none: Node compiles the source. */
function unsealed(file, source) {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(digestLength);
    return digest(source, code).equals(bytes.subarray(0, digestLength)) ? code : null;
  } catch (_) {
    return null;
  }
}

const digestLength = 32;

function digest(source, code) {
  return createHash('sha256').update(source).update(code).digest();
}

/**
 * Loads modules in `folder` as scripts.
 * @param optionsFor the options of the script of a file with this source; null: it is loaded as always
 * @param onScript called with each script, its file and its source
 */
exports.onLoad = (folder, optionsFor, onScript = () => {}) => {
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, file) => {
    if (dirname(file) !== folder) return load(module, file);
    const source = readFileSync(file);
    const options = optionsFor(file, source);
    if (options === null) return load(module, file);
    const script = new Script(Module.wrap(String(source)), { ...options, filename: file });
    onScript(script, file, source);
    script.runInThisContext()(module.exports, module.require.bind(module), module, file, folder);
  };
};
