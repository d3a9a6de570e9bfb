import type {
  AnswerRepeated,
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
import { WORDS } from './common-schemas.js';
import { oneOf, optional, schemaOf } from './payload-schema.js';

const EFFECT = oneOf<PositionEffect>('OPEN', 'CLOSE');

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
  }),
  AnswerRepeated: schemaOf<AnswerRepeated>({ identity: WORDS, position: POSITION_SCHEMA }),
};
