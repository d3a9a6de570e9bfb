import {
  FAILURE_WINDOW_MS,
  FAILURES_KEPT_MAX,
  FAILURES_MAX,
  FAILURES_OF_ADDRESS_MAX,
} from './limits.js';

interface Count {
  readonly sinceMs: number;
  failures: number;
}

/** Counts failed sign-ins by address, and by address and name, in bounded memory. */
export class FailedSignIns {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly now: () => number) {}

  count(address: string, name: string): void {
    for (const key of [address, keyOf(address, name)]) {
      const known = this.current(key);
      if (known) {
        known.failures++;
        continue;
      }
      this.counts.delete(key);
      this.counts.set(key, { sinceMs: this.now(), failures: 1 });
    }
    for (const oldest of this.counts.keys()) {
      if (this.counts.size <= FAILURES_KEPT_MAX) break;
      this.counts.delete(oldest);
    }
  }

  /** Whether there were too many of late. */
  isBarred(address: string, name: string): boolean {
    return (
      (this.current(keyOf(address, name))?.failures ?? 0) >= FAILURES_MAX ||
      (this.current(address)?.failures ?? 0) >= FAILURES_OF_ADDRESS_MAX
    );
  }

  private current(key: string): Count | undefined {
    const known = this.counts.get(key);
    return known && this.now() - known.sinceMs < FAILURE_WINDOW_MS ? known : undefined;
  }
}

const keyOf = (address: string, name: string): string => `${address} ${name}`;
