import type { AuctionLot, UnsoldReason } from '#libs/domain/events/auction-events.js';
import type { BidContent } from './bid-content.js';
import type { ReceivedBid } from './auction-state.js';

/** A bid that counts, with its price in minor units of the base currency. */
export interface Offer {
  readonly bid: ReceivedBid;
  readonly content: BidContent;
  readonly priceMinor: bigint;
}

/** What a lot came to. */
export type Award =
  | { readonly lot: AuctionLot; readonly winner: Offer }
  | { readonly lot: AuctionLot; readonly unsold: UnsoldReason };

/**
 * The best offer for a lot within its reserve: the lowest price, since that is what the house pays; of
 * equal ones the earlier (default-management.md, step 4).
 * @param reserveMinor the most that is paid; undefined: any price
 */
export function awardLot(
  lot: AuctionLot,
  offers: readonly Offer[],
  reserveMinor: bigint | undefined,
): Award {
  const [first, ...others] = offers.filter(({ bid }) => bid.lot === lot.lot);
  if (!first) return { lot, unsold: 'NO_BID' };
  const best = others.reduce((a, b) => (isBetter(b, a) ? b : a), first);
  if (reserveMinor !== undefined && best.priceMinor > reserveMinor)
    return { lot, unsold: 'ABOVE_RESERVE' };
  return { lot, winner: best };
}

const isBetter = (a: Offer, b: Offer): boolean =>
  a.priceMinor === b.priceMinor ? a.bid.position < b.bid.position : a.priceMinor < b.priceMinor;
