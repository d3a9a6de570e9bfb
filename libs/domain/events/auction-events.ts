import type { DefaultTrade, LotsOfInstrument, OfDefault } from './default-parts.js';
import type { JournalLine } from './journal.js';

/** A part of a lot: signed lots as the defaulter trades them, so below zero where it is long. */
export interface AuctionedPosition extends LotsOfInstrument {
  readonly account: string;
}

/** Positions that are auctioned for one price. */
export interface AuctionLot {
  readonly lot: string;
  readonly positions: readonly AuctionedPosition[];
  /** The most that is paid to be rid of it; below zero: the least that is taken for it. */
  readonly reserve?: string;
}

/** From here on members may bid for lots of the defaulter's house book. */
export interface AuctionOpened extends OfDefault {
  readonly step: 'AUCTION_OPENED';
  readonly by: string;
  /** The how many-th of the default, from 1. */
  readonly auction: number;
  /** Of reserves and prices: the base currency. */
  readonly currency: string;
  readonly lots: readonly AuctionLot[];
  /** Until when bids are taken, on the ledger's clock; absent: until it is closed. */
  readonly closesAt?: string;
}

/** A sealed bid came in: nobody can tell from it who would pay what. */
export interface BidReceived extends OfDefault {
  readonly step: 'BID_RECEIVED';
  readonly auction: number;
  readonly lot: string;
  /** The member that bids. */
  readonly bidder: string;
  readonly bidId: string;
  /** SHA-256 of the salt and the content, both shown when the auction is closed. */
  readonly hash: string;
}

/**
 * What became of a bid. REPLACED: the same member bid anew for the lot; INVALID: it counted no more when
 * the auction was closed; NOT_AWARDED: the lot went to nobody.
 */
export const BID_OUTCOMES = [
  'WON',
  'BEATEN',
  'ABOVE_RESERVE',
  'REPLACED',
  'INVALID',
  'NOT_AWARDED',
] as const;
export type BidOutcome = (typeof BID_OUTCOMES)[number];

/** A bid with its seal broken: anybody can compute its hash from what is shown here. */
export interface RevealedBid {
  /** Of the step BID_RECEIVED. */
  readonly position: number;
  readonly lot: string;
  readonly bidder: string;
  readonly bidId: string;
  readonly hash: string;
  /** What was sealed; all absent where it is lost, which only a bid that does not count may be. */
  readonly salt?: string;
  readonly account?: string;
  readonly price?: string;
  readonly submittedAt?: string;
  readonly outcome: BidOutcome;
  /** Why it is INVALID. */
  readonly reason?: string;
}

/** Why a lot went to nobody. */
export const UNSOLD_REASONS = ['NO_BID', 'ABOVE_RESERVE', 'NO_LONGER_HELD', 'CALLED_OFF'] as const;
export type UnsoldReason = (typeof UNSOLD_REASONS)[number];

export interface LotResult extends AuctionLot {
  readonly winner?: {
    readonly bidder: string;
    readonly bidId: string;
    readonly account: string;
    readonly price: string;
  };
  readonly unsold?: UnsoldReason;
}

/** What a lot costs: to the BIDDER when the loss is paid, to the DEFAULT at once. */
export interface AuctionPayment {
  readonly lot: string;
  readonly account: string;
  readonly to: 'BIDDER' | 'DEFAULT';
  /** Above zero. */
  readonly amount: string;
}

/** All bids are shown, and each lot goes to the best within its reserve. */
export interface AuctionClosed extends OfDefault {
  readonly step: 'AUCTION_CLOSED';
  readonly by: string;
  readonly auction: number;
  readonly currency: string;
  readonly lots: readonly LotResult[];
  /** In the order in which they came in. */
  readonly bids: readonly RevealedBid[];
  /** How the lots go over, at the last settlement price; the price of a lot is paid beside. */
  readonly trades: readonly DefaultTrade[];
  readonly payments: readonly AuctionPayment[];
  /** Sum of the prices: positive where bidders are paid. */
  readonly net: string;
  /** Members that bid for no lot of it. */
  readonly didNotBid: readonly string[];
  readonly journal: readonly JournalLine[];
}

/** A bid was refused; sent again it is judged anew. Nothing of its price or account is told. */
export interface AuctionBidRejected {
  readonly bidder: string;
  readonly bidId: string;
  readonly defaultId?: string;
  readonly lot?: string;
  readonly code: string;
  readonly field?: string;
  /** A sentence that says what to mend. */
  readonly reason: string;
}
