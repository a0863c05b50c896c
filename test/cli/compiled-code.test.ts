/** The compiled code beside the built program, without which a small check takes a third longer on Node 20. */
import { execFileSync } from 'node:child_process';
import Module from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './run.ts';

const refused = `
const { readdirSync, readFileSync } = require('node:fs');
const { wrap } = require('node:module');
const { Script } = require('node:vm');
const { compiledCode } = require('../src/cli/compiled-code.cjs');
const isRefused = (file) =>
  new Script(wrap(readFileSync(file, 'utf8')), { cachedData: readFileSync(compiledCode + '/' + file) }).cachedDataRejected;
const files = readdirSync(compiledCode);
JSON.stringify({ files, refused: files.filter(isRefused) });
`;

it.skipIf('enableCompileCache' in Module)('Node takes all of it: the start, the check and the hook', () => {
  const output = execFileSync(process.execPath, ['-p', refused], { cwd: join(root, 'lib'), encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual({
    files: expect.arrayContaining(['program.js', expect.stringMatching(/^check-/), expect.stringMatching(/^hook-/)]),
    refused: [],
  });
});
