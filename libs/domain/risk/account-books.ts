import type { HouseState } from '#libs/domain/house/house-state.js';
import { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { isFixed, nothingIsFinal } from '#libs/domain/market/final-price.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { clientHoldingsOf } from '#libs/domain/trading/client-positions.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';

/** What an account holds as its margin sees it, as it was last brought up to date. */
export interface TrackedBook {
  readonly book: MarginBook;
  /** Net lots by instrument, none of them 0. */
  readonly lots: Map<string, number>;
}

/** The books of all accounts, and of clients of gross omnibus accounts, brought up to date when asked for. */
export class AccountBooks {
  private readonly books = new Map<string, TrackedBook>();

  constructor(
    private readonly house: HouseState,
    private readonly reference: ReferenceIndex,
  ) {}

  /** The clients of a gross omnibus account that hold anything, ascending; undefined of any other. */
  clientsOf(account: string): readonly string[] | undefined {
    const entry = this.reference.accounts.get(account);
    if (!entry || !isGrossOmnibus(entry.account)) return undefined;
    return [...(this.house.trading.clients.get(account)?.keys() ?? [])].sort();
  }

  /** The book of an account at the state as it is, or of one client of it. */
  of(account: string, client?: string): TrackedBook {
    const mode = this.reference.accounts.get(account)?.account.marginMode ?? 'portfolio';
    // No identifier holds a space.
    const key = client === undefined ? account : `${account} ${client}`;
    let tracked = this.books.get(key);
    if (tracked?.book.marginMode !== mode) {
      tracked = { book: new MarginBook(mode), lots: new Map() };
      this.books.set(key, tracked);
    }
    const { trading } = this.house;
    this.update(
      tracked,
      client === undefined
        ? holdingsOf(trading, account)
        : clientHoldingsOf(trading.clients, account, client),
    );
    return tracked;
  }

  private update(
    { book, lots: held }: TrackedBook,
    holdings: ReadonlyMap<string, { readonly lots: number }>,
  ): void {
    for (const instrument of held.keys())
      if (!holdings.has(instrument)) this.move(book, held, instrument, 0);
    const isQuick = nothingIsFinal(this.house.market);
    for (const [instrument, { lots }] of holdings)
      this.move(book, held, instrument, isQuick || !this.isFixed(instrument) ? lots : 0);
  }

  /** A position whose final price is known has no risk any more: what it brings is unsettled. */
  private isFixed(instrument: string): boolean {
    const entry = this.reference.instruments.get(instrument);
    return entry !== undefined && isFixed(this.house, entry);
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
