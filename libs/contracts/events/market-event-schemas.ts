import type {
  ObservedPrice,
  ObservedVolatility,
  PriceFeedStateChanged,
  PriceHistoryImported,
  PriceJudged,
  PricesObserved,
  SettlementPriceAccepted,
  VolatilitiesObserved,
} from '#libs/domain/events/market-events.js';
import {
  COUNT_SCHEMA,
  DATE_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  SYMBOL_SCHEMA,
} from '../fields/field-schemas.js';
import { CLOSE, WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf, type FieldSchemas } from './payload-schema.js';

const OBSERVED_PRICE: FieldSchemas<ObservedPrice> = {
  symbol: SYMBOL_SCHEMA,
  price: DECIMAL_SCHEMA,
  source: IDENTIFIER_SCHEMA,
  observedAt: INSTANT_SCHEMA,
};

type SmileNode = NonNullable<ObservedVolatility['nodes']>[number];

const OBSERVED_VOLATILITY = schemaOf<ObservedVolatility>({
  underlying: IDENTIFIER_SCHEMA,
  source: IDENTIFIER_SCHEMA,
  observedAt: INSTANT_SCHEMA,
  volatility: optional(DECIMAL_SCHEMA),
  tenorDays: optional(COUNT_SCHEMA),
  expiry: optional(DATE_SCHEMA),
  nodes: optional(
    listOf(schemaOf<SmileNode>({ logMoneyness: DECIMAL_SCHEMA, volatility: DECIMAL_SCHEMA })),
  ),
});

const FEED_STATE = oneOf('LIVE', 'SUSPECT', 'DEGRADED', 'STALE', 'HALTED', 'CLOSED');
const QUOTE_QUALITY = oneOf('NORMAL', 'DEGRADED', 'SINGLE_SOURCE');

type Quote = PriceJudged['quotes'][number];
type Pending = PriceJudged['pending'][number];

const PRICE_JUDGED = schemaOf<PriceJudged>({
  ...OBSERVED_PRICE,
  underlying: IDENTIFIER_SCHEMA,
  quotes: listOf(
    schemaOf<Quote>({
      source: IDENTIFIER_SCHEMA,
      price: DECIMAL_SCHEMA,
      weight: DECIMAL_SCHEMA,
      observedAt: INSTANT_SCHEMA,
    }),
  ),
  outliers: listOf(IDENTIFIER_SCHEMA),
  quality: QUOTE_QUALITY,
  previous: optional(DECIMAL_SCHEMA),
  previousAt: optional(INSTANT_SCHEMA),
  combined: optional(DECIMAL_SCHEMA),
  combinedAt: optional(INSTANT_SCHEMA),
  dailyVolatility: DECIMAL_SCHEMA,
  move: optional(DECIMAL_SCHEMA),
  width: optional(DECIMAL_SCHEMA),
  verdict: oneOf('ACCEPTED', 'JUMP_ACCEPTED', 'QUARANTINED', 'SOURCES_DISAGREE'),
  pending: listOf(
    schemaOf<Pending>({
      firstAt: INSTANT_SCHEMA,
      count: COUNT_SCHEMA,
      low: DECIMAL_SCHEMA,
      high: DECIMAL_SCHEMA,
    }),
  ),
  state: FEED_STATE,
});

export const MARKET_EVENT_SCHEMAS = {
  PricesObserved: schemaOf<PricesObserved>({ prices: listOf(schemaOf(OBSERVED_PRICE)) }),
  PriceJudged: PRICE_JUDGED,
  PriceFeedStateChanged: schemaOf<PriceFeedStateChanged>({
    symbol: SYMBOL_SCHEMA,
    underlying: IDENTIFIER_SCHEMA,
    from: optional(FEED_STATE),
    to: FEED_STATE,
    quality: QUOTE_QUALITY,
    price: optional(DECIMAL_SCHEMA),
    acceptedAt: optional(INSTANT_SCHEMA),
  }),
  SettlementPriceAccepted: schemaOf<SettlementPriceAccepted>({
    ...OBSERVED_PRICE,
    type: oneOf('SETTLEMENT', 'FINAL'),
    businessDate: DATE_SCHEMA,
  }),
  VolatilitiesObserved: schemaOf<VolatilitiesObserved>({
    volatilities: listOf(OBSERVED_VOLATILITY),
  }),
  PriceHistoryImported: schemaOf<PriceHistoryImported>({
    symbol: WORDS,
    by: WORDS,
    closes: listOf(CLOSE),
  }),
};
