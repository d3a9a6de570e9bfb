import { HISTORY_FOLDS_MAX } from '../limits.js';

/** Lets a bounded number of folds of the past run at a time; the others wait in order. */
export class HistoryGate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= HISTORY_FOLDS_MAX) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running += 1;
    try {
      return await task();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}
