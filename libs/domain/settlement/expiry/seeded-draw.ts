import { sha256 } from '#libs/domain/kernel/sha-256.js';

const WORD = 2 ** 32;

/**
 * Numbers that follow from a text alone and look random: Chris Doty-Humphrey's sfc32 over the SHA-256 of
 * the text. The domain has no randomness, and a lottery must come out again the same when it is audited.
 */
export class SeededDraw {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    const hash = sha256(seed);
    const word = (i: number): number => Number.parseInt(hash.slice(i * 8, i * 8 + 8), 16) | 0;
    [this.a, this.b, this.c] = [word(0), word(1), word(2)];
    this.counter = word(3);
    // The first outputs still show the seed.
    for (let i = 0; i < 16; i++) this.word();
  }

  /** A whole number from 0 to `bound` - 1, each as likely. @param bound 1 to 2^32 */
  below(bound: number): number {
    const fair = WORD - (WORD % bound);
    for (;;) {
      const word = this.word();
      if (word < fair) return word % bound;
    }
  }

  /** The same for bounds of any size. */
  belowBig(bound: bigint): bigint {
    let span = 1n;
    let value = 0n;
    while (span < bound) {
      value = (value << 32n) | BigInt(this.word());
      span <<= 32n;
    }
    const fair = span - (span % bound);
    return value < fair ? value % bound : this.belowBig(bound);
  }

  /** A copy of a list in another order, every order as likely (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const order = [...list];
    for (let i = order.length - 1; i > 0; i--) swap(order, i, this.below(i + 1));
    return order;
  }

  private word(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }
}

/** Both places are in the list. */
function swap<T>(list: T[], i: number, j: number): void {
  const [one, other] = [list[i], list[j]] as [T, T];
  list[i] = other;
  list[j] = one;
}
