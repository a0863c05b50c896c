/** Reads a file that a user named, and nothing that could wait for ever or never end. */
import { constants, open } from 'node:fs/promises';

/** Why a named file is not read, beside the codes of the system: it is a pipe or a device, or too large. */
export class UnreadableFileError extends Error {
  readonly code: 'NOT_A_FILE' | 'TOO_LARGE';
  /** In bytes; for a stream as many as were read. */
  readonly size: number;

  constructor(code: UnreadableFileError['code'], message: string, size = 0) {
    super(message);
    this.code = code;
    this.size = size;
  }
}

/** Descriptors that the caller opened, as in `firebreak check <(terraform show -json tfplan)`. */
const inherited = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/** Whether the path is a descriptor that the caller opened: the other end of such a pipe is there. */
export function isInherited(path: string): boolean {
  return inherited.test(path);
}

/**
 * Returns the bytes of a regular file, or of an inherited pipe. Named pipes wait for a writer, and devices may never end.
 * @param limit in bytes
 * @throws {UnreadableFileError} if it is something else, or longer than the limit
 * @throws {Error} of the system, with its `code`
 */
export async function readNamedFile(path: string, limit: number): Promise<Buffer> {
  // Opening a named pipe without a writer does not block like this.
  const file = await open(path, constants.O_RDONLY | (isInherited(path) ? 0 : (constants.O_NONBLOCK ?? 0)));
  try {
    const stat = await file.stat();
    if (stat.size > limit) throw tooLarge(stat.size);
    if (stat.isFile() || stat.isDirectory()) return await file.readFile();
    if (!isInherited(path)) throw new UnreadableFileError('NOT_A_FILE', 'is a named pipe or a device, not a file');
    return await readStream(file.createReadStream({ autoClose: false }), limit);
  } finally {
    await file.close();
  }
}

/**
 * Returns all bytes of a stream.
 * @param limit in bytes
 * @throws {UnreadableFileError} if there is more
 */
export async function readStream(stream: AsyncIterable<Uint8Array | string>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) throw tooLarge(length);
    chunks.push(
      typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length),
    );
  }
  return Buffer.concat(chunks);
}

function tooLarge(size: number): UnreadableFileError {
  return new UnreadableFileError('TOO_LARGE', 'is too large', size);
}
