/** Decodes MessagePack as Terraform's cty writes it: values of a backend's configuration inside a saved plan. */
import { decodeMulti, ExtData } from '@msgpack/msgpack';

/** Deeper than any backend's configuration (`workspaces[0].tags[0]`); bounds the recursion. */
const maxDepth = 16;

/**
 * Returns the first value in the bytes. Unknown values (cty's extension 0), other extensions and binary are null;
 * integers beyond 2^53 are bigint.
 * @throws RangeError where the bytes end too early, Error where they are not MessagePack or hold a key `__proto__`,
 * TypeError where they are nested deeper than 16 levels
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function decodeMsgpack(bytes: Buffer): unknown {
  // Lengths are read before contents: without limits a few bytes could make the decoder allocate gigabytes.
  const limits = { maxStrLength: bytes.length, maxArrayLength: bytes.length, maxMapLength: bytes.length };
  const [value] = decodeMulti(bytes, { useBigInt64: true, ...limits });
  if (value === undefined) throw new RangeError('MessagePack ends too early');
  return toPlainValue(value, 0);
}

function toPlainValue(value: unknown, depth: number): unknown {
  if (depth > maxDepth) throw new TypeError('MessagePack is nested too deeply');
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof ExtData || value instanceof Uint8Array || value instanceof Date) return null;
  if (Array.isArray(value)) return value.map((item) => toPlainValue(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlainValue(item, depth + 1)]));
}
