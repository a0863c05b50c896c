/**
 * A placeholder for each distinct secret. Equal secrets share one. It is derived from a counter, not from the value.
 */

import { minDistinctLength, minEmbeddedLength } from './limits.ts';

/**
 * A placeholder stays in the same length class as its secret, since short texts are treated differently (see
 * limits.ts).
 */
const forms = [
  { below: minDistinctLength, prefix: 'r_', digits: 5 },
  { below: minEmbeddedLength, prefix: 'redact_', digits: 4 },
  { below: Number.POSITIVE_INFINITY, prefix: 'redacted_', digits: 11 },
] as const;

/** Hands out placeholders for one plan. The same text or number always gets the same placeholder. */
export class Placeholders {
  readonly #byText = new Map<string, string>();
  readonly #numbers = new Map<number, number>();
  readonly #isTaken: (text: string) => boolean;
  #count = 0;

  /** `isTaken` returns whether the plan already contains the text, so that it cannot serve as a placeholder. */
  constructor(isTaken: (text: string) => boolean) {
    this.#isTaken = isTaken;
  }

  /**
   * Returns the placeholder of a text. It comes from a counter, so that a guessed secret cannot be confirmed from it.
   */
  of(text: string): string {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const { prefix, digits } = forms.find(({ below }) => text.length < below) ?? forms[2];
    const made = this.#next((count) => `${prefix}${count.toString(36).padStart(digits, '0')}`);
    this.#byText.set(text, made);
    return made;
  }

  /** Returns a numeric placeholder, since the schema of an attribute may require a number. */
  ofNumber(value: number): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const made = Number(this.#next((count) => String(firstNumber + count)));
    this.#numbers.set(value, made);
    return made;
  }

  #next(form: (count: number) => string): string {
    let text: string;
    do {
      this.#count += 1;
      text = form(this.#count);
    } while (this.#isTaken(text));
    return text;
  }
}

const firstNumber = 7_000_000;
