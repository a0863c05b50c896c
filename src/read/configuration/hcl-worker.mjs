/**
 * Parses HCL in a thread of its own, because the parsers are synchronous WASM that nothing else could stop: one gives
 * values, the other one places. Plain JavaScript, because Node 20 starts no worker from TypeScript source.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';

// V8 would optimise a parser after a few small files, and the process then waits for that at its end: 0.4 s for
// nothing. Five hundred times its own default still optimises what many files need. Functions of a parser are validated
// when they are first called: few of them are. To be set before a parser loads.
setFlagsFromString('--wasm-tiering-budget=1000000000');
setFlagsFromString('--wasm-lazy-validation');

/** Blocks in which other blocks have a place of their own. */
const outer = new Set(['terraform', 'check']);

let hcl2json;
let places;

/** @param {{ id: number, text: string, task: 'body' | 'blocks' }[]} batch */
async function answer(batch) {
  for (const { id, text, task } of batch) {
    try {
      parentPort?.postMessage({ id, ...(task === 'body' ? { body: await toBody(text) } : await toBlocks(text)) });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function toBody(text) {
  hcl2json ??= (await import('@cdktf/hcl2json')).default;
  return hcl2json.parse('file', text);
}

/** `wellFormed`: the whole text is HCL; `blocks` is null where the parser cannot be had. */
async function toBlocks(text) {
  places ??= await loadPlaces();
  if (places === null) return { blocks: null, wellFormed: false };
  const tree = places.parse(text.replace(/^\ufeff/, ''));
  try {
    return { blocks: blocksIn(tree.rootNode), wellFormed: !tree.rootNode.hasError };
  } finally {
    tree.delete();
  }
}

async function loadPlaces() {
  try {
    const { Language, Parser } = await import('web-tree-sitter');
    await Parser.init({ wasmBinary: await bytesOf('web-tree-sitter', 'web-tree-sitter.wasm') });
    const grammar = await bytesOf('@tree-sitter-grammars/tree-sitter-hcl', 'tree-sitter-terraform.wasm');
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar));
    return parser;
  } catch {
    return null;
  }
}

/**
 * A single executable passes the parsers along; the build copies them next to the program; in the source tree they are
 * in their packages.
 */
async function bytesOf(owner, name) {
  const passed = workerData?.files[name];
  if (passed) return new Uint8Array(passed);
  const beside = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return readFile(existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`${owner}/${name}`));
}

/** Those directly in the body of a node, in order. */
function blocksIn(node) {
  const body = node.namedChildren.find(({ type }) => type === 'body');
  return (body?.namedChildren ?? []).filter(({ type }) => type === 'block').map(toBlock);
}

function toBlock(node) {
  const [type = '', ...labels] = node.namedChildren
    .filter((child) => child.type === 'identifier' || child.type === 'string_lit')
    .map((child) => (child.type === 'identifier' ? child.text : child.text.slice(1, -1)));
  return { type, labels, line: node.startPosition.row + 1, blocks: outer.has(type) ? blocksIn(node) : [] };
}

parentPort?.on('message', answer);
