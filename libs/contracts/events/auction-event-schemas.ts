import {
  BID_OUTCOMES,
  UNSOLD_REASONS,
  type AuctionBidRejected,
  type AuctionClosed,
  type AuctionedPosition,
  type AuctionLot,
  type AuctionOpened,
  type AuctionPayment,
  type BidReceived,
  type LotResult,
  type RevealedBid,
} from '#libs/domain/events/auction-events.js';
import {
  ACCOUNT_SCHEMA,
  DECIMAL_SCHEMA,
  HASH_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  POSITION_SCHEMA,
} from '../fields/field-schemas.js';
import { WORDS } from './common-schemas.js';
import { JOURNAL, LOTS, OF_DEFAULT, TRADE } from './default-schema-parts.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

const LOT = {
  lot: IDENTIFIER_SCHEMA,
  positions: listOf(schemaOf<AuctionedPosition>({ ...LOTS, account: ACCOUNT_SCHEMA })),
  reserve: optional(DECIMAL_SCHEMA),
};

const BID = { lot: IDENTIFIER_SCHEMA, bidder: IDENTIFIER_SCHEMA, bidId: IDENTIFIER_SCHEMA };

const OPENED = schemaOf<AuctionOpened>({
  ...OF_DEFAULT,
  step: oneOf('AUCTION_OPENED'),
  by: WORDS,
  auction: POSITION_SCHEMA,
  currency: IDENTIFIER_SCHEMA,
  lots: listOf(schemaOf<AuctionLot>(LOT)),
  closesAt: optional(INSTANT_SCHEMA),
});

const RECEIVED = schemaOf<BidReceived>({
  ...OF_DEFAULT,
  step: oneOf('BID_RECEIVED'),
  auction: POSITION_SCHEMA,
  ...BID,
  hash: HASH_SCHEMA,
});

const REVEALED = schemaOf<RevealedBid>({
  position: POSITION_SCHEMA,
  ...BID,
  hash: HASH_SCHEMA,
  salt: optional(WORDS),
  account: optional(ACCOUNT_SCHEMA),
  price: optional(DECIMAL_SCHEMA),
  submittedAt: optional(INSTANT_SCHEMA),
  outcome: oneOf(...BID_OUTCOMES),
  reason: optional(WORDS),
});

const WINNER = schemaOf<NonNullable<LotResult['winner']>>({
  bidder: IDENTIFIER_SCHEMA,
  bidId: IDENTIFIER_SCHEMA,
  account: ACCOUNT_SCHEMA,
  price: DECIMAL_SCHEMA,
});

const CLOSED = schemaOf<AuctionClosed>({
  ...OF_DEFAULT,
  step: oneOf('AUCTION_CLOSED'),
  by: WORDS,
  auction: POSITION_SCHEMA,
  currency: IDENTIFIER_SCHEMA,
  lots: listOf(
    schemaOf<LotResult>({
      ...LOT,
      winner: optional(WINNER),
      unsold: optional(oneOf(...UNSOLD_REASONS)),
    }),
  ),
  bids: listOf(REVEALED),
  trades: listOf(TRADE),
  payments: listOf(
    schemaOf<AuctionPayment>({
      lot: IDENTIFIER_SCHEMA,
      account: ACCOUNT_SCHEMA,
      to: oneOf('BIDDER', 'DEFAULT'),
      amount: DECIMAL_SCHEMA,
    }),
  ),
  net: DECIMAL_SCHEMA,
  didNotBid: listOf(IDENTIFIER_SCHEMA),
  journal: JOURNAL,
});

/** Payloads of `DefaultStepTaken` that are about auctions. */
export const AUCTION_STEP_SCHEMAS = [OPENED, RECEIVED, CLOSED];

export const BID_REJECTED = schemaOf<AuctionBidRejected>({
  bidder: IDENTIFIER_SCHEMA,
  bidId: IDENTIFIER_SCHEMA,
  defaultId: optional(IDENTIFIER_SCHEMA),
  lot: optional(IDENTIFIER_SCHEMA),
  code: IDENTIFIER_SCHEMA,
  field: optional(WORDS),
  reason: WORDS,
});
