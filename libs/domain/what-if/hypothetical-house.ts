import type { HouseState } from '#libs/domain/house/house-state.js';
import { bookLots } from '#libs/domain/trading/trading-state.js';

/**
 * The house with positions of one account that it does not have: what is booked here leaves the house
 * itself as it is. Everything else is shared with it, so it is good for as long as the house does not
 * move on.
 */
export class HypotheticalHouse {
  readonly house: HouseState;
  /** Instruments whose set of holders is a copy by now. */
  private readonly copied = new Set<string>();

  constructor(
    house: HouseState,
    readonly account: string,
  ) {
    const { trading } = house;
    const own = [...(trading.holdings.get(account) ?? [])].map(
      ([instrument, holding]) => [instrument, { ...holding }] as const,
    );
    const holdings = new Map(trading.holdings).set(account, new Map(own));
    const holders = new Map(trading.holders);
    this.house = { ...house, trading: { ...trading, holdings, holders } };
  }

  /**
   * Books signed lots of the account at a price in ticks, as novation would. The position moves on with
   * it, as with an event, so that whoever keeps something for one position notices.
   */
  book(instrument: string, lots: number, ticks: number): void {
    const { trading } = this.house;
    if (!this.copied.has(instrument)) {
      trading.holders.set(instrument, new Set(trading.holders.get(instrument)));
      this.copied.add(instrument);
    }
    bookLots(trading, this.account, instrument, lots, ticks);
    this.house.position += 1;
  }
}
