/** Properties of the terminal: width, colour, progress. */

type Environment = Readonly<Record<string, string | undefined>>;

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * `NO_COLOR` (any value) turns colour off, `FORCE_COLOR` (except `0` and `false`) turns it on; otherwise colour is used
 * on a terminal unless `TERM` is `dumb`.
 */
export function wantsColour(env: Environment, stream: Stream): boolean {
  if (env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Returns the width in columns: of the terminal, otherwise `COLUMNS`, otherwise 100; between 40 and 160. */
export function widthOf(env: Environment, stream: Stream): number {
  const told = Number.parseInt(env.COLUMNS ?? '', 10);
  const width = stream.columns ?? (Number.isInteger(told) ? told : 100);
  return Math.min(Math.max(width, 40), 160);
}

/** Shows progress in one line that is erased at the end; does nothing if the stream is not a terminal. */
export function progressOn(stream: NodeJS.WriteStream): {
  readonly step: (text: string) => void;
  readonly done: () => void;
} {
  if (!stream.isTTY) return { step: () => {}, done: () => {} };
  const wipe = '\r\u001b[2K';
  return {
    step: (text) => {
      stream.write(`${wipe}${text} …`);
    },
    done: () => {
      stream.write(wipe);
    },
  };
}
