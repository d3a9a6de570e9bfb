import type { FundingAccrued } from '#libs/domain/events/funding-events.js';
import {
  SETTLEMENT_LINE_KINDS,
  type AccountSettled,
  type CycleOfDefault,
  type CyclePrice,
  type DeliveredPosition,
  type EndedOfClient,
  type InstrumentEnded,
  type SettlementCycleBlocked,
  type SettlementCycleCompleted,
  type SettlementCycleSettled,
  type SettlementLine,
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
import { JOURNAL_LINE, WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

type FundingAmount = FundingAccrued['amounts'][number];
type Correction = NonNullable<SettlementCycleCompleted['corrects']>;
type Turnover = SettlementCycleCompleted['turnover'][number];

const CYCLE_TYPE = oneOf('EOD', 'INTRADAY');

const DELIVERED = schemaOf<DeliveredPosition>({
  instrument: IDENTIFIER_SCHEMA,
  quantity: DECIMAL_SCHEMA,
  price: DECIMAL_SCHEMA,
  clients: optional(
    listOf(
      schemaOf<NonNullable<DeliveredPosition['clients']>[number]>({
        client: IDENTIFIER_SCHEMA,
        long: DECIMAL_SCHEMA,
        short: DECIMAL_SCHEMA,
      }),
    ),
  ),
});

const ENDED_OF_CLIENT = schemaOf<EndedOfClient>({
  client: IDENTIFIER_SCHEMA,
  long: DECIMAL_SCHEMA,
  short: DECIMAL_SCHEMA,
  exercised: optional(DECIMAL_SCHEMA),
  assigned: optional(DECIMAL_SCHEMA),
});

const SETTLEMENT_LINE = schemaOf<SettlementLine>({
  kind: oneOf(...SETTLEMENT_LINE_KINDS),
  instrument: optional(IDENTIFIER_SCHEMA),
  previousSettlementPrice: optional(DECIMAL_SCHEMA),
  settlementPrice: optional(DECIMAL_SCHEMA),
  openingPosition: optional(DECIMAL_SCHEMA),
  tradedQuantity: optional(DECIMAL_SCHEMA),
  closingPosition: optional(DECIMAL_SCHEMA),
  exercisedQuantity: optional(DECIMAL_SCHEMA),
  delivered: optional(DELIVERED),
  clients: optional(listOf(ENDED_OF_CLIENT)),
  amount: DECIMAL_SCHEMA,
});

const CYCLE_OF_DEFAULT = schemaOf<CycleOfDefault>({
  defaultId: IDENTIFIER_SCHEMA,
  currency: IDENTIFIER_SCHEMA,
  carried: DECIMAL_SCHEMA,
  cuts: listOf(
    schemaOf<CycleOfDefault['cuts'][number]>({ account: ACCOUNT_SCHEMA, amount: DECIMAL_SCHEMA }),
  ),
});

export const SETTLEMENT_EVENT_SCHEMAS = {
  FundingAccrued: schemaOf<FundingAccrued>({
    instrument: IDENTIFIER_SCHEMA,
    intervalStart: INSTANT_SCHEMA,
    intervalEnd: INSTANT_SCHEMA,
    currency: IDENTIFIER_SCHEMA,
    premium: optional(DECIMAL_SCHEMA),
    rate: optional(DECIMAL_SCHEMA),
    index: optional(DECIMAL_SCHEMA),
    missing: optional(listOf(IDENTIFIER_SCHEMA)),
    amounts: listOf(schemaOf<FundingAmount>({ account: ACCOUNT_SCHEMA, amount: DECIMAL_SCHEMA })),
  }),
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
    premiums: optional(listOf(IDENTIFIER_SCHEMA)),
    funding: optional(listOf(IDENTIFIER_SCHEMA)),
    withoutFinalPrice: listOf(IDENTIFIER_SCHEMA),
    ended: optional(
      listOf(
        schemaOf<InstrumentEnded>({
          instrument: IDENTIFIER_SCHEMA,
          finalPrice: DECIMAL_SCHEMA,
          exercised: optional(DECIMAL_SCHEMA),
          delivered: optional(IDENTIFIER_SCHEMA),
          seed: optional(WORDS),
        }),
      ),
    ),
    accounts: COUNT_SCHEMA,
    turnover: listOf(schemaOf<Turnover>({ currency: IDENTIFIER_SCHEMA, amount: DECIMAL_SCHEMA })),
    journal: optional(listOf(JOURNAL_LINE)),
    defaults: optional(listOf(CYCLE_OF_DEFAULT)),
    corrects: optional(
      schemaOf<Correction>({ cycleId: IDENTIFIER_SCHEMA, by: WORDS, reason: WORDS }),
    ),
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
  SettlementCycleSettled: schemaOf<SettlementCycleSettled>({
    cycleId: IDENTIFIER_SCHEMA,
    type: CYCLE_TYPE,
    businessDate: DATE_SCHEMA,
    cyclePosition: POSITION_SCHEMA,
  }),
};
