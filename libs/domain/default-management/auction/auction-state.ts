import type { AuctionLot } from '#libs/domain/events/auction-events.js';

/** A bid that came in, as much as the ledger tells of it. */
export interface ReceivedBid {
  readonly position: number;
  readonly bidder: string;
  readonly bidId: string;
  readonly lot: string;
  readonly hash: string;
}

/** An auction that takes bids, folded from the ledger. */
export interface OpenAuction {
  readonly auction: number;
  /** By id, in the order in which they are awarded. */
  readonly lots: ReadonlyMap<string, AuctionLot>;
  readonly closesAtMs: number | undefined;
  /** In the order in which they came in. */
  readonly bids: ReceivedBid[];
}

/** The bids that count: of each member the last one for a lot. */
export function standingBids({ bids }: OpenAuction): ReadonlySet<ReceivedBid> {
  const last = new Map(bids.map((bid) => [`${bid.bidder} ${bid.lot}`, bid]));
  return new Set(last.values());
}

/** The lot of an open auction that a position of the defaulter is in. */
export const lotWith = (
  open: OpenAuction | undefined,
  account: string,
  instrument: string,
): string | undefined =>
  [...(open?.lots.values() ?? [])].find(({ positions }) =>
    positions.some((each) => each.account === account && each.instrument === instrument),
  )?.lot;
