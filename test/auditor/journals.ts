import type { JournalLine } from './audited-events.js';
import { add, type Findings } from './findings.js';

/** Every journal of the ledger added up, by `book asset`: the books as the clearing house keeps them. */
export class Journals {
  readonly books = new Map<string, bigint>();

  constructor(private readonly findings: Findings) {}

  /** Posts a journal, which adds up to nothing in each asset. */
  post(position: number, journal: readonly JournalLine[]): void {
    const sums = new Map<string, bigint>();
    for (const { book, asset, amount } of journal) {
      add(sums, asset, BigInt(amount));
      add(this.books, `${book} ${asset}`, BigInt(amount));
    }
    for (const [asset, sum] of sums)
      this.findings.expect(
        sum === 0n,
        () => `the journal at ${position} adds up to ${sum} ${asset}`,
      );
  }

  /** After all was read: they are what the auditor computed. */
  compare(computed: ReadonlyMap<string, bigint>): void {
    for (const key of new Set([...this.books.keys(), ...computed.keys()])) {
      const [is, should] = [this.books.get(key) ?? 0n, computed.get(key) ?? 0n];
      this.findings.expect(is === should, () => `journals leave ${is} in ${key}, not ${should}`);
    }
  }
}
