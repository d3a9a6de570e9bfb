import type { AuctionBidRejected, BidReceived } from '#libs/domain/events/auction-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { BidSubmission, Misshapen } from '#libs/domain/inputs/inputs.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { DefaultCase } from '../default-state.js';
import { stepEvent } from '../step-event.js';
import type { OpenAuction } from './auction-state.js';
import {
  bidIdentityKey,
  canonicalBid,
  sealOf,
  type BidContent,
  type SealedBid,
  type SealedBids,
} from './bid-content.js';
import { refuseBidder, type BidRefusal } from './refuse-bidder.js';

/** Bids of all members together that one auction takes, so that its closing stays one message. */
export const AUCTION_BIDS_MAX = 8_000;

/** Who sent a bid: the member whose topic it came by, whatever the message says. */
export interface BidIdentity {
  readonly bidder: string;
  readonly bidId: string;
}

/** A bid that was received under the same identity before. */
export interface ReceivedBefore {
  readonly position: number;
  /** The hash that it was received under. */
  readonly fingerprint: string;
}

export interface BidQuestion {
  readonly bidder: string;
  readonly bid: BidSubmission;
  /** Random, of this message alone. */
  readonly salt: string;
  readonly before: ReceivedBefore | undefined;
  readonly sealed: SealedBids;
}

/** The answer to a bid, and what is to be kept with it out of everybody's sight. */
export interface BidDecision {
  readonly event: NewEvent;
  readonly seal?: SealedBid & { readonly hash: string };
}

/**
 * Judges a sealed bid (default-management.md, step 4). Where several codes apply it is the first in the
 * order of the contract: shape (judged before), duplicate, default and lot, account, price. No refusal
 * repeats the account or the price, since everybody can read it.
 */
export function decideBid(house: HouseState, question: BidQuestion): BidDecision {
  const { bidder, bid, salt, before, sealed } = question;
  if (before) return { event: answerRepeated(house, question, before, sealed(before.fingerprint)) };
  const verdict = judge(house, bidder, bid);
  if (!verdict.ok) return { event: rejected({ bidder, ...bid }, verdict.error) };
  const { of, open, content } = verdict.value;
  const seal = { salt, content };
  const hash = sealOf(seal);
  const received: BidReceived = {
    defaultId: of.defaultId,
    member: of.member,
    step: 'BID_RECEIVED',
    auction: open.auction,
    lot: bid.lot,
    bidder,
    bidId: bid.bidId,
    hash,
  };
  const identity = bidIdentityKey(received);
  return { event: { ...stepEvent(received), identity }, seal: { ...seal, hash } };
}

/** A bid with an identity whose shape is wrong. */
export const rejectMisshapenBid = ({
  identity,
  known,
  refusal,
}: Misshapen<BidIdentity>): NewEvent =>
  rejected(
    {
      ...identity,
      ...(known['defaultId'] === undefined ? {} : { defaultId: known['defaultId'] }),
      ...(known['lot'] === undefined ? {} : { lot: known['lot'] }),
    },
    refusal,
  );

function rejected(
  {
    bidder,
    bidId,
    defaultId,
    lot,
  }: Pick<AuctionBidRejected, 'bidder' | 'bidId' | 'defaultId' | 'lot'>,
  { code, field, reason }: Pick<AuctionBidRejected, 'code' | 'field' | 'reason'>,
): NewEvent {
  return {
    type: 'AuctionBidRejected',
    streamId: bidIdentityKey({ bidder, bidId }),
    payload: {
      bidder,
      bidId,
      ...(defaultId === undefined ? {} : { defaultId }),
      ...(lot === undefined ? {} : { lot }),
      code,
      ...(field === undefined ? {} : { field }),
      reason,
    },
  };
}

/** The same bid again is answered as it was; another one under its id is refused. */
function answerRepeated(
  house: HouseState,
  { bidder, bid }: BidQuestion,
  { position }: ReceivedBefore,
  kept: SealedBid | undefined,
): NewEvent {
  const content = contentOf(house, bidder, bid);
  const identity = bidIdentityKey({ bidder, bidId: bid.bidId });
  if (kept && content && canonicalBid(kept.content) === canonicalBid(content))
    return { type: 'AnswerRepeated', streamId: identity, payload: { identity, position } };
  return rejected(
    { bidder, ...bid },
    {
      code: 'CONFLICTING_DUPLICATE',
      field: 'bidId',
      reason: `${bid.bidId} of ${bidder} was received with other content at position ${position}; send a new bid under a new id, it replaces the other`,
    },
  );
}

interface Accepted {
  readonly of: DefaultCase;
  readonly open: OpenAuction;
  readonly content: BidContent;
}

function judge(
  house: HouseState,
  bidder: string,
  bid: BidSubmission,
): Result<Accepted, BidRefusal> {
  const found = findOpen(house, bid);
  if (!found.ok) return found;
  const { of, open } = found.value;
  const lot = open.lots.get(bid.lot);
  if (!lot) {
    const reason = `auction ${open.auction} of ${of.defaultId} has no lot ${bid.lot}; its lots are ${[...open.lots.keys()].join(', ')}`;
    return failed({ code: 'UNKNOWN_LOT', field: 'lot', reason });
  }
  const refusal =
    refuseBidder(house, bidder, bid.account, lot) ?? refuseTooMany(house, open, bidder);
  if (refusal) return failed(refusal);
  const content = contentOf(house, bidder, bid);
  if (content) return ok({ of, open, content });
  const { baseCurrency, baseScale } = referenceOf(house);
  const reason = `price must be an amount of ${baseCurrency} with at most ${baseScale} decimals, and at most ${Number.MAX_SAFE_INTEGER} of its smallest unit either way`;
  return failed({ code: 'INVALID_FIELD', field: 'price', reason });
}

function findOpen(
  { defaults, ledgerTimeMs }: HouseState,
  { defaultId }: BidSubmission,
): Result<{ readonly of: DefaultCase; readonly open: OpenAuction }, BidRefusal> {
  const of = defaults.cases.get(defaultId);
  if (!of || of.declaredAtMs === undefined)
    return failed({
      code: 'UNKNOWN_DEFAULT',
      field: 'defaultId',
      reason: `there is no default ${defaultId}`,
    });
  const closed = (reason: string): Result<never, BidRefusal> =>
    failed({ code: 'AUCTION_CLOSED', field: 'defaultId', reason });
  const open = of.auction;
  if (!open) return closed(`no auction of ${defaultId} takes bids now; wait for AUCTION_OPENED`);
  const { closesAtMs } = open;
  if (closesAtMs !== undefined && ledgerTimeMs !== undefined && ledgerTimeMs > closesAtMs)
    return closed(
      `auction ${open.auction} of ${defaultId} took bids until ${formatInstant(closesAtMs)}`,
    );
  return ok({ of, open });
}

function refuseTooMany(
  house: HouseState,
  { bids }: OpenAuction,
  bidder: string,
): BidRefusal | undefined {
  const members = referenceOf(house).members.size;
  const most = Math.max(1, Math.floor(AUCTION_BIDS_MAX / Math.max(1, members)));
  if (bids.filter((each) => each.bidder === bidder).length < most) return undefined;
  const reason = `${bidder} has sent ${most} bids in this auction, which is as many as a member may; the last for each lot counts`;
  return { code: 'LIMIT_EXCEEDED', reason };
}

/** What is sealed; undefined where the price is no amount of the base currency. */
function contentOf(
  house: HouseState,
  bidder: string,
  { bidId, defaultId, lot, account, price, submittedAt }: BidSubmission,
): BidContent | undefined {
  const { baseScale } = referenceOf(house);
  const minor = toUnits(parseDecimal(price), baseScale);
  if (minor === undefined || !isPayable(minor)) return undefined;
  const text = formatUnits(minor, baseScale);
  return { bidder, bidId, defaultId, lot, account, price: text, submittedAt };
}

const isPayable = (minor: bigint): boolean =>
  minor <= BigInt(Number.MAX_SAFE_INTEGER) && minor >= BigInt(Number.MIN_SAFE_INTEGER);
