import type {
  AccountSettled,
  CyclePrice,
  SettlementCycleBlocked,
  SettlementCycleCompleted,
  SettlementLine,
} from '#libs/domain/events/settlement-events.js';
import {
  ACCOUNT_SCHEMA,
  COUNT_SCHEMA,
  DATE_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  POSITION_SCHEMA,
} from '../fields/field-schemas.js';
import { JOURNAL_LINE } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

type Turnover = SettlementCycleCompleted['turnover'][number];

const CYCLE_TYPE = oneOf('EOD', 'INTRADAY');

const SETTLEMENT_LINE = schemaOf<SettlementLine>({
  kind: oneOf('VARIATION_MARGIN'),
  instrument: IDENTIFIER_SCHEMA,
  previousSettlementPrice: optional(DECIMAL_SCHEMA),
  settlementPrice: DECIMAL_SCHEMA,
  openingPosition: DECIMAL_SCHEMA,
  tradedQuantity: DECIMAL_SCHEMA,
  closingPosition: DECIMAL_SCHEMA,
  amount: DECIMAL_SCHEMA,
});

export const SETTLEMENT_EVENT_SCHEMAS = {
  SettlementCycleCompleted: schemaOf<SettlementCycleCompleted>({
    cycleId: IDENTIFIER_SCHEMA,
    type: CYCLE_TYPE,
    businessDate: DATE_SCHEMA,
    prices: listOf(
      schemaOf<CyclePrice>({
        instrument: IDENTIFIER_SCHEMA,
        previousSettlementPrice: optional(DECIMAL_SCHEMA),
        settlementPrice: DECIMAL_SCHEMA,
      }),
    ),
    withoutFinalPrice: listOf(IDENTIFIER_SCHEMA),
    accounts: COUNT_SCHEMA,
    turnover: listOf(schemaOf<Turnover>({ currency: IDENTIFIER_SCHEMA, amount: DECIMAL_SCHEMA })),
    scheduledFor: optional(INSTANT_SCHEMA),
  }),
  AccountSettled: schemaOf<AccountSettled>({
    cycleId: IDENTIFIER_SCHEMA,
    type: CYCLE_TYPE,
    businessDate: DATE_SCHEMA,
    cyclePosition: POSITION_SCHEMA,
    account: ACCOUNT_SCHEMA,
    currency: IDENTIFIER_SCHEMA,
    amount: DECIMAL_SCHEMA,
    lines: listOf(SETTLEMENT_LINE),
    journal: listOf(JOURNAL_LINE),
  }),
  SettlementCycleBlocked: schemaOf<SettlementCycleBlocked>({
    cycleId: IDENTIFIER_SCHEMA,
    type: CYCLE_TYPE,
    businessDate: DATE_SCHEMA,
    scheduledFor: INSTANT_SCHEMA,
    missing: listOf(IDENTIFIER_SCHEMA),
  }),
};
