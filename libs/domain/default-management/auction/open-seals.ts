import type { BidOutcome, RevealedBid } from '#libs/domain/events/auction-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { standingBids, type OpenAuction, type ReceivedBid } from './auction-state.js';
import type { Award, Offer } from './award-lots.js';
import { sealOf, type BidContent, type SealedBid, type SealedBids } from './bid-content.js';
import { refuseBidder } from './refuse-bidder.js';

/** A bid of an auction with its seal broken. */
export interface OpenedBid {
  readonly bid: ReceivedBid;
  /** Whether it is its member's last word on the lot. */
  readonly isStanding: boolean;
  /** Undefined where what was sealed is lost, or is not what the hash says. */
  readonly salt: string | undefined;
  readonly content: BidContent | undefined;
  /** Why it does not count although it stands. */
  readonly reason: string | undefined;
  /** Undefined where it does not count. */
  readonly offer: Offer | undefined;
}

/** Breaks the seals of all bids, each checked against its hash and judged as things stand now. */
export function openSeals(house: HouseState, open: OpenAuction, sealed: SealedBids): OpenedBid[] {
  const standing = standingBids(open);
  return open.bids.map((bid): OpenedBid => {
    const isStanding = standing.has(bid);
    const kept = sealed(bid.hash);
    const seal = kept && isOf(bid, kept) ? kept : undefined;
    const content = seal?.content;
    const reason = isStanding ? refusalNow(house, open, bid, content) : undefined;
    const offer = isStanding && reason === undefined ? offerOf(house, bid, content) : undefined;
    return { bid, isStanding, salt: seal?.salt, content, reason, offer };
  });
}

const isOf = ({ hash, bidder, bidId, lot }: ReceivedBid, kept: SealedBid): boolean =>
  sealOf(kept) === hash &&
  kept.content.bidder === bidder &&
  kept.content.bidId === bidId &&
  kept.content.lot === lot;

function refusalNow(
  house: HouseState,
  open: OpenAuction,
  { bidder, lot }: ReceivedBid,
  content: BidContent | undefined,
): string | undefined {
  if (!content) return 'what was sealed is lost or is not what the hash says';
  const terms = open.lots.get(lot);
  return terms && refuseBidder(house, bidder, content.account, terms)?.reason;
}

function offerOf(
  house: HouseState,
  bid: ReceivedBid,
  content: BidContent | undefined,
): Offer | undefined {
  if (!content) return undefined;
  const priceMinor = toUnits(parseDecimal(content.price), referenceOf(house).baseScale);
  return priceMinor === undefined ? undefined : { bid, content, priceMinor };
}

/** A bid as everybody is shown it. */
export function revealed(opened: OpenedBid, awards: readonly Award[]): RevealedBid {
  const { bid, salt, content, reason } = opened;
  return {
    ...bid,
    ...(salt === undefined || !content
      ? {}
      : { salt, account: content.account, price: content.price, submittedAt: content.submittedAt }),
    outcome: outcomeOf(opened, awards),
    ...(reason === undefined ? {} : { reason }),
  };
}

function outcomeOf({ bid, isStanding, offer }: OpenedBid, awards: readonly Award[]): BidOutcome {
  if (!isStanding) return 'REPLACED';
  if (!offer) return 'INVALID';
  const award = awards.find(({ lot }) => lot.lot === bid.lot);
  if (!award || 'unsold' in award)
    return award?.unsold === 'ABOVE_RESERVE' ? 'ABOVE_RESERVE' : 'NOT_AWARDED';
  return award.winner.bid === bid ? 'WON' : 'BEATEN';
}
