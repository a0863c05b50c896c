/** Decodes MessagePack as Terraform's cty writes it: values of a backend's configuration inside a saved plan. */

/** Deeper than any backend's configuration (`workspaces[0].tags[0]`); bounds the recursion. */
const DEPTH = 16;

/**
 * The first value in the bytes. Unknown values (cty's extension 0) and other extensions read as null; integers
 * beyond 2^53 as bigint; binary as null.
 * @throws RangeError where the bytes end too early, TypeError where they are not MessagePack.
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function decodeMsgpack(bytes: Buffer): unknown {
  let at = 0;

  const uint = (width: number): number => {
    const value = width === 1 ? bytes.readUInt8(at) : width === 2 ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at);
    at += width;
    return value;
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('MessagePack ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const string = (length: number): string => take(length).toString('utf8');
  const nothing = (length: number): null => {
    take(length);
    return null;
  };
  const list = (length: number, depth: number): readonly unknown[] => {
    const items: unknown[] = [];
    for (let index = 0; index < length; index++) items.push(value(depth + 1));
    return items;
  };
  const map = (length: number, depth: number): Readonly<Record<string, unknown>> => {
    const entries: [string, unknown][] = [];
    for (let index = 0; index < length; index++) entries.push([String(value(depth + 1)), value(depth + 1)]);
    return Object.fromEntries(entries);
  };
  const integer = (width: 8, signed: boolean): number | bigint => {
    const read = take(width);
    const big = signed ? read.readBigInt64BE() : read.readBigUInt64BE();
    return Number.isSafeInteger(Number(big)) ? Number(big) : big;
  };

  const value = (depth: number): unknown => {
    if (depth > DEPTH) throw new TypeError('MessagePack is nested too deeply');
    const type = uint(1);
    if (type <= 0x7f) return type;
    if (type <= 0x8f) return map(type & 0x0f, depth);
    if (type <= 0x9f) return list(type & 0x0f, depth);
    if (type <= 0xbf) return string(type & 0x1f);
    if (type >= 0xe0) return type - 0x100;
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return nothing(uint(2 ** (type - 0xc4)));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return nothing(uint(2 ** (type - 0xc7)) + 1);
      case 0xca:
        return take(4).readFloatBE();
      case 0xcb:
        return take(8).readDoubleBE();
      case 0xcc:
      case 0xcd:
      case 0xce:
        return uint(2 ** (type - 0xcc));
      case 0xcf:
        return integer(8, false);
      case 0xd0:
        return take(1).readInt8();
      case 0xd1:
        return take(2).readInt16BE();
      case 0xd2:
        return take(4).readInt32BE();
      case 0xd3:
        return integer(8, true);
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return nothing(2 ** (type - 0xd4) + 1);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return string(uint(2 ** (type - 0xd9)));
      case 0xdc:
      case 0xdd:
        return list(uint(2 ** (type - 0xdb)), depth);
      case 0xde:
      case 0xdf:
        return map(uint(2 ** (type - 0xdd)), depth);
      default:
        throw new TypeError('not MessagePack');
    }
  };
  return value(0);
}
