/**
 * Limits the work for one command line. Work is counted, not timed, so that a line gets the same decision on every
 * machine.
 */

/** Thrown when a command line needs more work than the budget allows. */
export class BudgetExceeded extends Error {}

/** Counts the steps spent on one command line. */
export class Budget {
  /** Steps spent so far: words, commands and pieces of text. */
  spent = 0;
  readonly limit: number;

  constructor(limit = 100_000) {
    this.limit = limit;
  }

  /**
   * Call it before the work.
   * @throws BudgetExceeded if fewer steps than that are left
   */
  spend(steps: number): void {
    if (this.spent + steps > this.limit) throw new BudgetExceeded('too much work for one command line');
    this.spent += steps;
  }

  /**
   * Spends steps for one pass over a text: one per 64 characters.
   * @throws BudgetExceeded if fewer steps than that are left
   */
  spendOn(text: string): void {
    this.spend(1 + (text.length >> 6));
  }
}
