/** What the terminal can do: width, colour, progress. Decided once, here. */

type Environment = Readonly<Record<string, string | undefined>>;

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** `NO_COLOR` (any value) says no, `FORCE_COLOR` (but `0` and `false`) yes, else whether it is a terminal that can. */
export function wantsColour(env: Environment, stream: Stream): boolean {
  if (env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Columns: of the terminal, else `COLUMNS`, else 100. */
export function widthOf(env: Environment, stream: Stream): number {
  const told = Number.parseInt(env.COLUMNS ?? '', 10);
  const width = stream.columns ?? (Number.isInteger(told) ? told : 100);
  return Math.min(Math.max(width, 40), 160);
}

/** Shows what is going on in one line on a terminal that it wipes again; silent in a pipe. */
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
