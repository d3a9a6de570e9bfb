import type {
  ObservedPrice,
  ObservedVolatility,
  PriceHistoryImported,
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
} from '../fields/field-schemas.js';
import { CLOSE, WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf, type FieldSchemas } from './payload-schema.js';

const OBSERVED_PRICE: FieldSchemas<ObservedPrice> = {
  symbol: IDENTIFIER_SCHEMA,
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

export const MARKET_EVENT_SCHEMAS = {
  PricesObserved: schemaOf<PricesObserved>({ prices: listOf(schemaOf(OBSERVED_PRICE)) }),
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
