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
  }),
  TradeRejected: schemaOf<TradeRejected>({
    tradeId: IDENTIFIER_SCHEMA,
    venue: IDENTIFIER_SCHEMA,
    code: IDENTIFIER_SCHEMA,
    field: optional(WORDS),
    reason: WORDS,
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
};
