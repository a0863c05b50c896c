/** Unpacks chosen entries of an untrusted zip: checks the directory first, and every limit again while inflating. */
import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';

/** Largest accepted archive; sizes in bytes. */
export interface ZipLimits {
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
}

/** The archive is damaged, malicious or too large. The message completes "the saved plan …". */
export class ZipError extends Error {}

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Signatures and sizes from PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. */
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
const END = { signature: 0x06054b50, bytes: 22 } as const;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/** Bytes passed to the inflater at a time. Output grows at most a thousandfold before the limit is checked again. */
const CHUNK = 16_384;

/**
 * Returns the content of each entry that `wanted` accepts, by name.
 * @throws {ZipError} for anything that Terraform would not write: trailing bytes, duplicate or escaping names,
 * encryption, sizes beyond the limits, content whose size or CRC-32 differs from the directory
 */
export function unzip(
  bytes: Buffer,
  wanted: (name: string) => boolean,
  limits: ZipLimits,
): ReadonlyMap<string, Buffer> {
  try {
    const directory = readDirectory(bytes, limits);
    const chosen = directory.entries.filter(({ name }) => wanted(name));
    if (chosen.some(({ size }) => size > limits.entryBytes)) {
      throw new ZipError(`has an entry larger than ${limits.entryBytes} bytes`);
    }
    const total = chosen.reduce((sum, { size }) => sum + size, 0);
    if (total > limits.totalBytes) throw new ZipError(`unpacks to more than ${limits.totalBytes} bytes`);
    const contents = new Map<string, Buffer>();
    for (const entry of chosen) contents.set(entry.name, unpack(bytes, entry, directory.start));
    return contents;
  } catch (error) {
    if (error instanceof ZipError) throw error;
    // Offsets outside of the file (RangeError) and broken deflate streams (an error of fflate).
    throw new ZipError('is damaged', { cause: error });
  }
}

function readDirectory(
  bytes: Buffer,
  limits: ZipLimits,
): { readonly start: number; readonly entries: readonly ZipEntry[] } {
  const end = bytes.length - END.bytes;
  if (end < 0 || bytes.readUInt32LE(end) !== END.signature)
    throw new ZipError('is truncated, or has extra bytes at the end');
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  if (count > limits.entries) throw new ZipError(`has ${count} entries; at most ${limits.entries} are read`);
  if (start + bytes.readUInt32LE(end + 12) !== end) throw new ZipError('has a misplaced zip directory');
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = start;
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== CENTRAL.signature) throw new ZipError('has a damaged zip directory');
    const nameLength = bytes.readUInt16LE(at + 28);
    const entry: ZipEntry = {
      name: bytes.toString('utf8', at + CENTRAL.bytes, at + CENTRAL.bytes + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    if (bytes.readUInt16LE(at + 8) & ENCRYPTED) throw new ZipError('is encrypted');
    if (!isPlainName(entry.name)) throw new ZipError('has an entry with an unsafe name');
    if (names.has(entry.name)) throw new ZipError('has two entries with the same name');
    names.add(entry.name);
    entries.push(entry);
    at += CENTRAL.bytes + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== end) throw new ZipError('has a damaged zip directory');
  return { start, entries };
}

function isPlainName(name: string): boolean {
  if (name === '' || /^[/\\]|^[A-Za-z]:|[\\\0]/.test(name)) return false;
  return name.split('/').every((part) => part !== '..' && part !== '.');
}

function unpack(bytes: Buffer, entry: ZipEntry, directoryStart: number): Buffer {
  if (bytes.readUInt32LE(entry.offset) !== LOCAL.signature) throw new ZipError('is damaged');
  const start =
    entry.offset + LOCAL.bytes + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  if (start + entry.packed > directoryStart) throw new ZipError('is damaged');
  const packed = bytes.subarray(start, start + entry.packed);
  const content = entry.method === STORED ? packed : inflate(packed, entry);
  if (content.length !== entry.size || crc32(content) !== entry.crc) {
    throw new ZipError('has an entry that differs from its zip directory');
  }
  return content;
}

function inflate(packed: Buffer, entry: ZipEntry): Buffer {
  if (entry.method !== DEFLATED) throw new ZipError('uses a compression method that Terraform does not use');
  const content = Buffer.alloc(entry.size);
  let written = 0;
  const stream = new Inflate((chunk) => {
    if (written + chunk.length > entry.size) throw new ZipError('has an entry larger than its zip directory says');
    content.set(chunk, written);
    written += chunk.length;
  });
  for (let at = 0; at < packed.length; at += CHUNK) {
    stream.push(packed.subarray(at, at + CHUNK), at + CHUNK >= packed.length);
  }
  return content.subarray(0, written);
}
