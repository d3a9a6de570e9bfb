import type { HouseState } from '#libs/domain/house/house-state.js';
import {
  bookClientLots,
  clientHoldingsOf,
  type ClientPositions,
} from '#libs/domain/trading/client-positions.js';
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
    /** Whose the positions are, in a gross omnibus account. */
    private readonly client?: string,
  ) {
    const { trading } = house;
    const own = [...(trading.holdings.get(account) ?? [])].map(
      ([instrument, holding]) => [instrument, { ...holding }] as const,
    );
    const holdings = new Map(trading.holdings).set(account, new Map(own));
    const holders = new Map(trading.holders);
    const clients = this.clientsOf(trading.clients);
    this.house = { ...house, trading: { ...trading, holdings, holders, clients } };
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
    const { account, client } = this;
    bookLots(trading, account, instrument, lots, ticks);
    // Margin goes by the client's net lots, so opening does for closing too.
    if (client !== undefined)
      bookClientLots(trading.clients, account, { client, effect: 'OPEN' }, instrument, lots);
    this.house.position += 1;
  }

  /** A copy of what the client holds; the positions of all others are shared. */
  private clientsOf(clients: ClientPositions): ClientPositions {
    const { account, client } = this;
    if (client === undefined) return clients;
    const own = [...clientHoldingsOf(clients, account, client)].map(
      ([instrument, lots]) => [instrument, { ...lots }] as const,
    );
    const ofAccount = new Map(clients.get(account)).set(client, new Map(own));
    return new Map(clients).set(account, ofAccount);
  }
}
