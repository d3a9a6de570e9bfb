/** So many are kept: the first ones say what is wrong, the others follow from it. */
const KEPT = 200;

/** What does not agree, in words. */
export class Findings {
  readonly list: string[] = [];

  expect(holds: boolean, finding: () => string): void {
    if (!holds && this.list.length < KEPT) this.list.push(finding());
  }
}

/** Adds to a sum by key. */
export function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
