/** Runs a bounded number of tasks at a time, and lets a bounded number wait. */

/** A task that never rejects. */
type Task = () => Promise<void>;

/** A queue with two limits. */
export class TaskQueue {
  readonly #most: { readonly running: number; readonly waiting: number };
  readonly #waiting: Task[] = [];
  #running = 0;
  #onIdle: (() => void)[] = [];

  constructor(most: { readonly running: number; readonly waiting: number }) {
    this.#most = most;
  }

  /** Numbers of tasks now. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#waiting.length };
  }

  /** Starts the task now or later. Returns false if too many wait already. */
  add(task: Task): boolean {
    if (this.#running < this.#most.running) {
      this.#start(task);
      return true;
    }
    if (this.#waiting.length >= this.#most.waiting) return false;
    this.#waiting.push(task);
    return true;
  }

  /** Resolves when all tasks have ended. */
  idle(): Promise<void> {
    return this.#running === 0 ? Promise.resolve() : new Promise((done) => this.#onIdle.push(done));
  }

  #start(task: Task): void {
    this.#running += 1;
    void task().finally(() => {
      this.#running -= 1;
      const next = this.#waiting.shift();
      if (next) this.#start(next);
      else if (this.#running === 0) for (const done of this.#onIdle.splice(0)) done();
    });
  }
}
