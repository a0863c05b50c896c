/** What stands in for a secret: the same for the same, another for another, and nothing in it to guess from. */

/** Texts shorter than 8 or 12 count for less when it is judged what gives a secret away: their stand-ins are as short. */
const forms = [
  { below: 8, prefix: 'r_', digits: 5 },
  { below: 12, prefix: 'redact_', digits: 4 },
  { below: Number.POSITIVE_INFINITY, prefix: 'redacted_', digits: 11 },
] as const;

export class Placeholders {
  readonly #byText = new Map<string, string>();
  readonly #numbers = new Map<number, number>();
  readonly #isTaken: (text: string) => boolean;
  #count = 0;

  /** `isTaken`: the text stands somewhere already, and would be mistaken for a placeholder. */
  constructor(isTaken: (text: string) => boolean) {
    this.#isTaken = isTaken;
  }

  /** Counted, not computed from the text: whoever guesses a secret cannot prove the guess. */
  of(text: string): string {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const { prefix, digits } = forms.find(({ below }) => text.length < below) ?? forms[2];
    const made = this.#next((count) => `${prefix}${count.toString(36).padStart(digits, '0')}`);
    this.#byText.set(text, made);
    return made;
  }

  /** A number for a number, since a schema may want one. */
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
