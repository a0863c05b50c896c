/** Steps of fixes, each shown once in a report. */
import type { Finding } from '../verdict/report.ts';
import { partitionBy } from './grouping.ts';
import { type RemedyBlock, remedyBlocks } from './remedy.ts';

/** A paragraph of a fix with the code that follows it. */
export interface RemedyStep {
  readonly text: string;
  readonly code: readonly RemedyBlock[];
  /** Where the text stands already, with other code. `text` is empty then. */
  readonly as?: string;
}

/** The steps for some findings of a policy. */
export interface Fix {
  /** The findings that it is for; absent if it is for all of the policy. */
  readonly of?: readonly [Finding, ...Finding[]];
  /** Steps that were not shown before. */
  readonly steps: readonly RemedyStep[];
  /** Where the other steps are. */
  readonly elsewhere: readonly string[];
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

const allSteps = { fixes: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY };

/** Texts and code that a report has shown, by where. */
export class Shown {
  readonly #places = new Map<string, string>();

  /** Returns where these lines, apart from comments, were shown before; undefined, and `place` from now on, if nowhere yet. */
  seen(text: string, place: string): string | undefined {
    const lines = `\n${withoutComments(text.split('\n'))}\n`;
    for (const [known, where] of this.#places) if (known.includes(lines)) return where;
    this.#places.set(lines, place);
    return undefined;
  }

  /**
   * Returns the fixes for the findings of one policy, the worst finding first. Findings whose fix begins alike share
   * one, with the code for the first of them. Steps that all need come last.
   * @param most number of different fixes, and of steps of each
   */
  fixes(
    findings: readonly [Finding, ...Finding[]],
    place: string,
    most: { readonly fixes: number; readonly steps: number } = allSteps,
  ): readonly Fix[] {
    const kinds = partitionBy(findings, ({ remedy }) => beginning(remedy)).slice(0, most.fixes);
    const [first, ...others] = kinds.map((of) => ({ of, steps: remedySteps(of[0].remedy) }));
    if (first === undefined || others.length === 0)
      return [this.#fresh(first?.steps.slice(0, most.steps) ?? [], place)];
    const isShared = ({ text, code }: RemedyStep): boolean =>
      code.length === 0 && others.every(({ steps }) => steps.some((step) => step.text === text));
    const own = [first, ...others].map(({ of, steps }): Fix => {
      const different = steps.filter((step) => !isShared(step)).slice(0, most.steps);
      return { of, ...this.#fresh(different, place) };
    });
    const shared = first.steps.filter(isShared).slice(0, most.steps - 1);
    return [...own, this.#fresh(shared, place)].filter(({ steps, elsewhere }) => steps.length + elsewhere.length > 0);
  }

  /** Steps with the same code are the same step, whatever address their texts name. */
  #fresh(all: readonly RemedyStep[], place: string): Fix {
    const elsewhere = new Set<string>();
    const steps = all.flatMap((step): readonly RemedyStep[] => {
      const { text, code } = step;
      const texts = code.length > 0 ? code.map(({ lines }) => withoutComments(lines)).filter(Boolean) : [text];
      const places = texts.map((each) => this.seen(each, place));
      if (places.includes(undefined)) {
        const as = code.length > 0 && text !== '' ? this.seen(text, place) : undefined;
        return [as === undefined ? step : { text: '', code, as }];
      }
      for (const where of places) if (where !== undefined && where !== place) elsewhere.add(where);
      return [];
    });
    return { steps, elsewhere: [...elsewhere] };
  }
}

function withoutComments(lines: readonly string[]): string {
  return lines.filter((line) => !line.startsWith('#')).join('\n');
}

/** The first step of a fix without the addresses and names in it: these differ from finding to finding. */
function beginning(remedy: string): string {
  const [first] = remedySteps(remedy);
  const lines = [first?.text ?? '', ...(first?.code ?? []).flatMap((block) => block.lines)];
  return withoutComments(lines).replace(/\S+/g, (word) => (/[."`]/.test(word) ? '…' : word));
}
