import { LATENCIES_MAX } from '../limits.js';

/** Times in milliseconds, in bounded memory: past the bound every second one is kept, then every fourth. */
export class Latencies {
  private kept: number[] = [];
  private every = 1;
  private seen = 0;
  private highest = 0;

  add(ms: number): void {
    this.highest = Math.max(this.highest, ms);
    if (this.seen++ % this.every !== 0) return;
    this.kept.push(ms);
    if (this.kept.length < LATENCIES_MAX) return;
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }

  get max(): number {
    return this.highest;
  }

  /** The smallest time that is not exceeded in this share of cases; 0 without any. */
  quantile(share: number): number {
    if (this.kept.length === 0) return 0;
    const sorted = Float64Array.from(this.kept).sort();
    const rank = Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] ?? 0;
  }
}
