import { log } from '#libs/domain/numerics/log.js';

const UINT32 = 0x1_0000_0000;
const WARM_UP_ROUNDS = 12;

/**
 * Seeded pseudo-random numbers: the same seed gives the same numbers on every machine, since nothing
 * but 32-bit integer arithmetic is behind them (sfc32, "small fast counter"). For simulated markets;
 * not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seed any text; texts that differ give streams that have nothing in common */
  constructor(private readonly seed: string) {
    this.a = hash32(seed, 0x811c9dc5);
    this.b = hash32(seed, 0x9e3779b9);
    this.c = hash32(seed, 0x85ebca6b);
    for (let i = 0; i < WARM_UP_ROUNDS; i++) this.uint32();
  }

  /** A stream of its own for a part: what one part draws does not change another. */
  fork(part: string): Random {
    return new Random(`${this.seed}/${part}`);
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.uint32() / UINT32;
  }

  /** Uniform in [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.uniform() * (to - from + 1));
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** One of a list. @throws RangeError when there is nothing to choose from */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.uniform() * items.length)];
    if (item === undefined) throw new RangeError('there is nothing to choose from');
    return item;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    for (;;) {
      const x = this.between(-1, 1);
      const y = this.between(-1, 1);
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * log(square)) / square);
    }
  }

  private uint32(): number {
    const result = (this.a + this.b + this.counter) >>> 0;
    this.counter = (this.counter + 1) >>> 0;
    this.a = (this.b ^ (this.b >>> 9)) >>> 0;
    this.b = (this.c + (this.c << 3)) >>> 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) >>> 0;
    return result;
  }
}

/** FNV-1a over the text, from a basis; good enough to spread seeds. */
function hash32(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
