import type {
  AuctionClosed,
  AuctionOpened,
  BidReceived,
} from '#libs/domain/events/auction-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import type { DefaultCase } from '../default-state.js';

/** Folds an auction that takes bids from here on. */
export function takeOpenedAuction(
  of: DefaultCase,
  { auction, lots, closesAt }: AuctionOpened,
): void {
  of.auctions = auction;
  of.auction = {
    auction,
    lots: new Map(lots.map((lot) => [lot.lot, lot])),
    closesAtMs: closesAt === undefined ? undefined : Date.parse(closesAt),
    bids: [],
  };
}

/** Folds a sealed bid. */
export function takeBid(
  of: DefaultCase,
  { bidder, bidId, lot, hash }: BidReceived,
  position: number,
): void {
  invariant(of.auction, () => `${of.defaultId} takes no bids at ${position}`);
  of.auction.bids.push({ position, bidder, bidId, lot, hash });
}

/** Folds what an auction came to; its trades are novated by events of their own. */
export function takeClosedAuction(
  house: HouseState,
  of: DefaultCase,
  { net, payments, didNotBid }: AuctionClosed,
): void {
  const { baseScale } = referenceOf(house);
  const minorOf = (amount: string): bigint => toUnits(parseDecimal(amount), baseScale) ?? 0n;
  of.auction = undefined;
  of.auctionMinor += minorOf(net);
  for (const { account, to, amount } of payments) {
    house.attention.accounts.add(account);
    if (to === 'BIDDER')
      of.owedToBidders.set(account, (of.owedToBidders.get(account) ?? 0n) + minorOf(amount));
  }
  for (const member of didNotBid) of.didNotBid.add(member);
}
