/**
 * What an event adds to one account's position in an instrument, as a trade at a price would. All that one
 * event books adds up to zero lots and to zero ticks, so that nobody gains or loses but by prices.
 */
export interface LotsBooked {
  readonly account: string;
  /** Whole lots, signed: bought above zero. */
  readonly quantity: string;
  /** Lots x price, in ticks of one lot, signed: what they cost. */
  readonly ticks: string;
  /** Whose they are where the account is gross omnibus, and what is added to either side. */
  readonly client?: string;
  readonly long?: string;
  readonly short?: string;
}
