import type { LotsBooked } from '#libs/domain/events/lots-booked.js';
import type {
  FeeChange,
  TradeBusted,
  TradeCorrected,
  TradeCorrectionRejected,
  TradeLeg,
} from '#libs/domain/events/trade-correction-events.js';
import type {
  AnswerRepeated,
  LimitFigures,
  LimitName,
  TradeNovated,
  TradeRejected,
} from '#libs/domain/events/trade-events.js';
import type { PositionEffect } from '#libs/domain/inputs/inputs.js';
import {
  ACCOUNT_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  POSITION_SCHEMA,
} from '../fields/field-schemas.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

const EFFECT = oneOf<PositionEffect>('OPEN', 'CLOSE');

const SIGNED_INTEGER: JsonSchema = { type: 'string', pattern: '^(0|-?[1-9]\\d*)$' };

/** What an event adds to one account's position. */
export const LOTS_BOOKED = schemaOf<LotsBooked>({
  account: ACCOUNT_SCHEMA,
  quantity: SIGNED_INTEGER,
  ticks: SIGNED_INTEGER,
  client: optional(IDENTIFIER_SCHEMA),
  long: optional(SIGNED_INTEGER),
  short: optional(SIGNED_INTEGER),
});

export const TRADE_LEG = schemaOf<TradeLeg>({
  side: oneOf('BUY', 'SELL'),
  account: ACCOUNT_SCHEMA,
  quantity: DECIMAL_SCHEMA,
  client: optional(IDENTIFIER_SCHEMA),
  effect: optional(EFFECT),
});

const CORRECTED_TRADE = {
  tradeId: IDENTIFIER_SCHEMA,
  venue: IDENTIFIER_SCHEMA,
  correctionId: IDENTIFIER_SCHEMA,
  reason: WORDS,
  requestedAt: INSTANT_SCHEMA,
  novation: POSITION_SCHEMA,
  novatedAt: INSTANT_SCHEMA,
  instrument: IDENTIFIER_SCHEMA,
  bookings: listOf(LOTS_BOOKED),
  fees: listOf(schemaOf<FeeChange>({ account: ACCOUNT_SCHEMA, amount: DECIMAL_SCHEMA })),
  quantity: DECIMAL_SCHEMA,
  price: DECIMAL_SCHEMA,
  legs: listOf(TRADE_LEG),
};

export const TRADE_EVENT_SCHEMAS = {
  TradeNovated: schemaOf<TradeNovated>({
    tradeId: IDENTIFIER_SCHEMA,
    venue: IDENTIFIER_SCHEMA,
    instrument: IDENTIFIER_SCHEMA,
    quantity: DECIMAL_SCHEMA,
    price: DECIMAL_SCHEMA,
    buyer: ACCOUNT_SCHEMA,
    seller: ACCOUNT_SCHEMA,
    executedAt: INSTANT_SCHEMA,
    buyerClient: optional(IDENTIFIER_SCHEMA),
    buyerEffect: optional(EFFECT),
    sellerClient: optional(IDENTIFIER_SCHEMA),
    sellerEffect: optional(EFFECT),
    buyerSideId: optional(IDENTIFIER_SCHEMA),
    sellerSideId: optional(IDENTIFIER_SCHEMA),
  }),
  TradeRejected: schemaOf<TradeRejected>({
    tradeId: IDENTIFIER_SCHEMA,
    venue: IDENTIFIER_SCHEMA,
    code: IDENTIFIER_SCHEMA,
    field: optional(WORDS),
    reason: WORDS,
    buyer: optional(ACCOUNT_SCHEMA),
    seller: optional(ACCOUNT_SCHEMA),
    limit: optional(
      schemaOf<LimitFigures>({
        holder: WORDS,
        limit: oneOf<LimitName>('maxOrderLots', 'maxLots', 'maxExposure', 'maxDeficit'),
        allowed: DECIMAL_SCHEMA,
        now: optional(DECIMAL_SCHEMA),
        would: optional(DECIMAL_SCHEMA),
        passes: DECIMAL_SCHEMA,
      }),
    ),
  }),
  AnswerRepeated: schemaOf<AnswerRepeated>({ identity: WORDS, position: POSITION_SCHEMA }),
  TradeBusted: schemaOf<TradeBusted>(CORRECTED_TRADE),
  TradeCorrected: schemaOf<TradeCorrected>({
    ...CORRECTED_TRADE,
    previous: schemaOf<TradeCorrected['previous']>({
      quantity: DECIMAL_SCHEMA,
      price: DECIMAL_SCHEMA,
    }),
    asked: schemaOf<TradeCorrected['asked']>({
      quantity: optional(DECIMAL_SCHEMA),
      price: optional(DECIMAL_SCHEMA),
    }),
  }),
  TradeCorrectionRejected: schemaOf<TradeCorrectionRejected>({
    tradeId: IDENTIFIER_SCHEMA,
    venue: IDENTIFIER_SCHEMA,
    type: oneOf('BUST', 'CORRECT'),
    correctionId: optional(IDENTIFIER_SCHEMA),
    code: IDENTIFIER_SCHEMA,
    field: optional(WORDS),
    reason: WORDS,
  }),
};
