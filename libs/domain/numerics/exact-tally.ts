const EXACT = Number.MAX_SAFE_INTEGER;

/** An exact sum of products of integers: in binary64 for as long as that cannot round. */
export class ExactTally {
  private small = 0;
  private large = 0n;

  /** Adds a * b; both are safe integers. */
  add(a: number, b: number): void {
    const product = a * b;
    const sum = this.small + product;
    if (Math.abs(product) <= EXACT && Math.abs(sum) <= EXACT) this.small = sum;
    else this.large += BigInt(a) * BigInt(b);
  }

  get total(): bigint {
    return this.large + BigInt(this.small);
  }
}
