/** How much work a line may make. Counted, not timed: the same line gets the same answer everywhere. */

/** A line makes more work than anybody's does. */
export class TooMuch extends Error {}

export class Budget {
  /** Steps that were made: words, commands and pieces of text that were looked at. */
  spent = 0;
  readonly limit: number;

  constructor(limit = 100_000) {
    this.limit = limit;
  }

  /** @throws TooMuch before work for which there is not enough left */
  spend(steps: number): void {
    if (this.spent + steps > this.limit) throw new TooMuch('more work than a line may make');
    this.spent += steps;
  }

  /** For text that is gone through once. */
  spendOn(text: string): void {
    this.spend(1 + (text.length >> 6));
  }
}
