/** Steps of a fix, each shown once in a report. */
import { type RemedyBlock, remedyBlocks } from './remedy.ts';

/** A paragraph of a fix with the code that follows it. */
export interface RemedyStep {
  readonly text: string;
  readonly code: readonly RemedyBlock[];
}

/** Returns the steps of a fix. */
export function remedySteps(remedy: string): readonly RemedyStep[] {
  const steps: { text: string; code: RemedyBlock[] }[] = [];
  for (const block of remedyBlocks(remedy)) {
    if (block.kind === 'prose') steps.push({ text: block.lines[0] ?? '', code: [] });
    else if (steps.length === 0) steps.push({ text: '', code: [block] });
    else steps.at(-1)?.code.push(block);
  }
  return steps;
}

/** Texts and code that a report has shown, by where. */
export class Shown {
  readonly #places = new Map<string, string>();

  /** Returns where these lines were shown before; undefined, and `place` from now on, if nowhere yet. */
  seen(text: string, place: string): string | undefined {
    const lines = `\n${text}\n`;
    for (const [known, where] of this.#places) if (known.includes(lines)) return where;
    this.#places.set(lines, place);
    return undefined;
  }

  /**
   * Returns the steps of a fix that were not shown before, and where the others are. Steps with the same code are the
   * same step, whatever address their texts name.
   */
  fresh(
    remedy: string,
    place: string,
  ): { readonly steps: readonly RemedyStep[]; readonly elsewhere: readonly string[] } {
    const elsewhere = new Set<string>();
    const steps = remedySteps(remedy).filter(({ text, code }) => {
      const keys = code.length > 0 ? code.map(({ lines }) => lines.join('\n')) : [text];
      const places = keys.map((key) => this.seen(key, place));
      if (places.includes(undefined)) return true;
      for (const where of places) if (where !== undefined && where !== place) elsewhere.add(where);
      return false;
    });
    return { steps, elsewhere: [...elsewhere] };
  }
}
