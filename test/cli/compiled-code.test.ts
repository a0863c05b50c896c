/** The compiled code beside the built program, without which a small check takes a third longer on Node 20. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './run.ts';

const run = (script: string, cwd: string): unknown =>
  JSON.parse(execFileSync(process.execPath, ['-p', script], { cwd, encoding: 'utf8' }));

const hasCache = 'enableCompileCache' in Module;

const refused = `
const { readdirSync, readFileSync } = require('node:fs');
const { wrap } = require('node:module');
const { Script } = require('node:vm');
const { compiledCode, sealed } = require('../src/cli/compiled-code.cjs');
const isRefused = (file) => {
  const [source, bytes] = [readFileSync(file), readFileSync(compiledCode + '/' + file)];
  const cachedData = bytes.subarray(32);
  return !sealed(source, cachedData).equals(bytes) || new Script(wrap(String(source)), { cachedData }).cachedDataRejected;
};
const files = readdirSync(compiledCode);
JSON.stringify({ files, refused: files.filter(isRefused) });
`;

it.skipIf(hasCache)('Node takes all of it: the start, the check and the hook', () => {
  expect(run(refused, join(root, 'lib'))).toEqual({
    files: expect.arrayContaining(['program.js', expect.stringMatching(/^check-/), expect.stringMatching(/^hook-/)]),
    refused: [],
  });
});

const other = `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const { wrap } = require('node:module');
const { compiledCode, sealed, useCompiledCode } = require(${JSON.stringify(join(root, 'src/cli/compiled-code.cjs'))});
mkdirSync(compiledCode);
const write = (name, change) => {
  const source = Buffer.from("module.exports = 'old';");
  const code = sealed(source, new Script(wrap(String(source))).createCachedData());
  writeFileSync(name, source);
  writeFileSync(compiledCode + '/' + name, change(code, name) ?? code);
};
write('same.js', () => {});
write('changed.js', (_, name) => writeFileSync(name, "module.exports = 'new';"));
write('broken.js', (code) => code.fill(7, 200, 400));
write('cut.js', (code) => code.subarray(0, 300));
write('empty.js', (code) => code.subarray(0, 0));
mkdirSync(compiledCode + '/folder.js');
writeFileSync('folder.js', "module.exports = 'new';");
useCompiledCode(process.cwd() + '/' + compiledCode);
JSON.stringify(['same', 'changed', 'broken', 'cut', 'empty', 'folder'].map((name) => require('./' + name + '.js')));
`;

it.skipIf(hasCache)('code of another source, damaged code and what cannot be read are not used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-compiled-'));
  try {
    expect(run(other, folder)).toEqual(['old', 'new', 'old', 'old', 'old', 'new']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
