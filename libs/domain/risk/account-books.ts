import type { HouseState } from '#libs/domain/house/house-state.js';
import { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';

/** What an account holds as its margin sees it, as it was last brought up to date. */
export interface TrackedBook {
  readonly book: MarginBook;
  /** Net lots by instrument, none of them 0. */
  readonly lots: Map<string, number>;
}

/** The books of all accounts, brought up to date when they are asked for. */
export class AccountBooks {
  private readonly books = new Map<string, TrackedBook>();

  constructor(
    private readonly house: HouseState,
    private readonly reference: ReferenceIndex,
  ) {}

  /** The book of an account at the state as it is. */
  of(account: string): TrackedBook {
    const mode = this.reference.accounts.get(account)?.account.marginMode ?? 'portfolio';
    let tracked = this.books.get(account);
    if (tracked?.book.marginMode !== mode) {
      tracked = { book: new MarginBook(mode), lots: new Map() };
      this.books.set(account, tracked);
    }
    this.update(account, tracked);
    return tracked;
  }

  private update(account: string, { book, lots: held }: TrackedBook): void {
    const holdings = holdingsOf(this.house.trading, account);
    for (const instrument of held.keys())
      if (!holdings.has(instrument)) this.move(book, held, instrument, 0);
    for (const [instrument, { lots }] of holdings) this.move(book, held, instrument, lots);
  }

  private move(
    book: MarginBook,
    held: Map<string, number>,
    instrument: string,
    lots: number,
  ): void {
    const change = lots - (held.get(instrument) ?? 0);
    if (change === 0) return;
    const underlying = this.reference.instruments.get(instrument)?.underlying ?? '';
    book.add(instrument, underlying, change);
    if (lots === 0) held.delete(instrument);
    else held.set(instrument, lots);
  }
}
