import {
  FUND_SIZING_CAUSES,
  STRESS_SCENARIO_KINDS,
  type AccountNotValued,
  type DefaultFundSized,
  type GroupPeakLoss,
  type GroupStressLoss,
  type LargeGroupNoticed,
  type MemberMargin,
  type RequiredContribution,
  type StressCover,
  type StressScenarioResult,
  type StressTestsCompleted,
} from '#libs/domain/events/default-fund-events.js';
import {
  ACCOUNT_SCHEMA,
  COUNT_SCHEMA,
  DATE_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
} from '../fields/field-schemas.js';
import { WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

const LOSS = schemaOf<GroupStressLoss>({ group: IDENTIFIER_SCHEMA, amount: DECIMAL_SCHEMA });

const COVER = schemaOf<StressCover>({ amount: DECIMAL_SCHEMA, scenario: optional(WORDS) });

const LARGE_GROUP = schemaOf<LargeGroupNoticed>({
  group: IDENTIFIER_SCHEMA,
  amount: DECIMAL_SCHEMA,
  status: oneOf('WARNED', 'CHARGED'),
  supplements: listOf(
    schemaOf<LargeGroupNoticed['supplements'][number]>({
      account: ACCOUNT_SCHEMA,
      amount: DECIMAL_SCHEMA,
    }),
  ),
});

export const DEFAULT_FUND_EVENT_SCHEMAS = {
  StressTestsCompleted: schemaOf<StressTestsCompleted>({
    cycleId: IDENTIFIER_SCHEMA,
    businessDate: DATE_SCHEMA,
    currency: IDENTIFIER_SCHEMA,
    scenarioCount: COUNT_SCHEMA,
    accountCount: COUNT_SCHEMA,
    scenarios: listOf(
      schemaOf<StressScenarioResult>({
        scenario: WORDS,
        kind: oneOf(...STRESS_SCENARIO_KINDS),
        largest: listOf(LOSS),
      }),
    ),
    cover1: COVER,
    cover2: COVER,
    emir42: COVER,
    peaks: listOf(
      schemaOf<GroupPeakLoss>({
        group: IDENTIFIER_SCHEMA,
        amount: DECIMAL_SCHEMA,
        scenario: WORDS,
      }),
    ),
    margins: listOf(schemaOf<MemberMargin>({ member: IDENTIFIER_SCHEMA, amount: DECIMAL_SCHEMA })),
    notValuedCount: COUNT_SCHEMA,
    notValued: listOf(
      schemaOf<AccountNotValued>({ account: ACCOUNT_SCHEMA, code: WORDS, reason: WORDS }),
    ),
    monitoring: optional(
      schemaOf<NonNullable<StressTestsCompleted['monitoring']>>({
        fund: DECIMAL_SCHEMA,
        groups: listOf(LARGE_GROUP),
      }),
    ),
  }),
  DefaultFundSized: schemaOf<DefaultFundSized>({
    businessDate: DATE_SCHEMA,
    cause: oneOf(...FUND_SIZING_CAUSES),
    currency: IDENTIFIER_SCHEMA,
    cover2: DECIMAL_SCHEMA,
    size: DECIMAL_SCHEMA,
    previousSize: optional(DECIMAL_SCHEMA),
    days: COUNT_SCHEMA,
    contributions: listOf(
      schemaOf<RequiredContribution>({
        member: IDENTIFIER_SCHEMA,
        averageMargin: DECIMAL_SCHEMA,
        required: DECIMAL_SCHEMA,
      }),
    ),
  }),
};
