/** Runs a program in this process as if it had one of its own: streams, environment and working directory are its. */
import { Console } from 'node:console';
import { PassThrough, Readable, Writable } from 'node:stream';

export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What comes through standard input. */
  readonly input?: string | Buffer;
  /** Standard input and output are a terminal, where a person answers the first prompt. */
  readonly person?: Person;
  /** As in `process.argv`: by it a program starts itself again. */
  readonly argv?: readonly string[];
}

export interface Person {
  /** Text after which the answer is typed. */
  readonly waitFor: string;
  readonly answer: string;
  /** Runs right before the answer. */
  readonly before?: () => void;
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, in the order of writing. */
  readonly output: string;
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other: there is one `process`. */
export function inProcess(program: () => Promise<number>, surroundings: Surroundings): Promise<Ended> {
  const ended = last.then(() => runAlone(program, surroundings));
  last = ended.catch(() => {});
  return ended;
}

async function runAlone(
  program: () => Promise<number>,
  { cwd, env, input = '', person, argv = process.argv }: Surroundings,
): Promise<Ended> {
  const written: { readonly name: 'stdout' | 'stderr'; readonly chunk: Buffer }[] = [];
  const stream = (name: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: true,
      write(chunk: Buffer, _encoding, done) {
        written.push({ name, chunk });
        done();
      },
    });
  const [stdout, stderr] = [stream('stdout'), stream('stderr')];
  const stdin = person ? answering(person, stdout) : Readable.from([Buffer.from(input)]);
  const restore = replace(process, {
    stdout,
    stderr,
    stdin,
    env: { ...env },
    argv,
  });
  const restoreConsole = replace(globalThis, { console: new Console({ stdout, stderr }) });
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await program();
    const textOf = (chunks: typeof written) => Buffer.concat(chunks.map(({ chunk }) => chunk)).toString('utf8');
    return {
      code,
      stdout: textOf(written.filter(({ name }) => name === 'stdout')),
      stderr: textOf(written.filter(({ name }) => name === 'stderr')),
      output: textOf(written),
    };
  } finally {
    process.chdir(before);
    restoreConsole();
    restore();
  }
}

/** Makes `stdout` a terminal, and returns the input that a person types there. */
function answering({ waitFor, answer, before = () => {} }: Person, stdout: Writable): Readable {
  const stdin = new PassThrough();
  let isAnswered = false;
  const write = stdout.write.bind(stdout);
  const watched = (chunk: string, ...rest: []): boolean => {
    const written = write(chunk, ...rest);
    if (!isAnswered && String(chunk).includes(waitFor)) {
      isAnswered = true;
      setImmediate(() => {
        before();
        stdin.write(`${answer}\n`);
      });
    }
    return written;
  };
  Object.assign(stdout, { isTTY: true, columns: 100, write: watched });
  return Object.assign(stdin, { isTTY: true });
}

function replace(target: object, values: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(values).map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const);
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    for (const [name, descriptor] of before) if (descriptor) Object.defineProperty(target, name, descriptor);
  };
}
