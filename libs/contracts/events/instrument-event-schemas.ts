import type {
  AdjustedInstrument,
  AdjustedPosition,
  BeforeAfter,
  ContractsAdjusted,
  InstrumentDelisted,
  InstrumentHalted,
  InstrumentResumed,
} from '#libs/domain/events/instrument-events.js';
import {
  ACCOUNT_SCHEMA,
  DATE_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
} from '../fields/field-schemas.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { DOCUMENT, JOURNAL_LINE, WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

const MOVED = schemaOf<BeforeAfter>({ before: DECIMAL_SCHEMA, after: DECIMAL_SCHEMA });
const TICK_VALUE: JsonSchema = { type: 'integer', minimum: 1 };

const ADJUSTED_INSTRUMENT = schemaOf<AdjustedInstrument>({
  instrument: IDENTIFIER_SCHEMA,
  tickSize: MOVED,
  tickValueMinor: schemaOf<AdjustedInstrument['tickValueMinor']>({
    before: TICK_VALUE,
    after: TICK_VALUE,
  }),
  strike: optional(MOVED),
  settlementPrice: optional(MOVED),
  mark: optional(MOVED),
  lastTradePrice: optional(MOVED),
  officialPrices: listOf(
    schemaOf<AdjustedInstrument['officialPrices'][number]>({
      businessDate: DATE_SCHEMA,
      type: oneOf('SETTLEMENT', 'FINAL'),
      before: DECIMAL_SCHEMA,
      after: DECIMAL_SCHEMA,
    }),
  ),
});

const ADJUSTED_POSITION = schemaOf<AdjustedPosition>({
  account: ACCOUNT_SCHEMA,
  instrument: IDENTIFIER_SCHEMA,
  client: optional(IDENTIFIER_SCHEMA),
  long: MOVED,
  short: MOVED,
  cash: optional(
    schemaOf<NonNullable<AdjustedPosition['cash']>>({
      currency: IDENTIFIER_SCHEMA,
      amount: DECIMAL_SCHEMA,
    }),
  ),
});

const TOLD = { instrument: IDENTIFIER_SCHEMA, by: WORDS, reason: WORDS };

/** Events of the life of instruments. */
export const INSTRUMENT_EVENT_SCHEMAS = {
  InstrumentHalted: schemaOf<InstrumentHalted>(TOLD),
  InstrumentResumed: schemaOf<InstrumentResumed>(TOLD),
  InstrumentDelisted: schemaOf<InstrumentDelisted>({ ...TOLD, lastTradingAt: INSTANT_SCHEMA }),
  ContractsAdjusted: schemaOf<ContractsAdjusted>({
    adjustmentId: IDENTIFIER_SCHEMA,
    underlying: IDENTIFIER_SCHEMA,
    ratio: WORDS,
    by: WORDS,
    reason: WORDS,
    instruments: listOf(ADJUSTED_INSTRUMENT),
    positions: listOf(ADJUSTED_POSITION),
    spot: optional(MOVED),
    officialSpots: listOf(
      schemaOf<ContractsAdjusted['officialSpots'][number]>({
        businessDate: DATE_SCHEMA,
        before: DECIMAL_SCHEMA,
        after: DECIMAL_SCHEMA,
      }),
    ),
    histories: listOf(WORDS),
    journal: listOf(JOURNAL_LINE),
    changes: listOf({ type: 'object' }),
    document: DOCUMENT,
  }),
};
