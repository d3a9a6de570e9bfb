import type {
  CollateralDeposited,
  CollateralInstructionRejected,
  DefaultFundDeposited,
} from '#libs/domain/events/collateral-events.js';
import {
  ACCOUNT_SCHEMA,
  DATE_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
} from '../fields/field-schemas.js';
import { JOURNAL_LINE, WORDS } from './common-schemas.js';
import { listOf, optional, schemaOf } from './payload-schema.js';

export const COLLATERAL_EVENT_SCHEMAS = {
  CollateralDeposited: schemaOf<CollateralDeposited>({
    instructionId: IDENTIFIER_SCHEMA,
    account: ACCOUNT_SCHEMA,
    asset: IDENTIFIER_SCHEMA,
    quantity: DECIMAL_SCHEMA,
    valueDate: DATE_SCHEMA,
    bucket: optional(IDENTIFIER_SCHEMA),
    journal: listOf(JOURNAL_LINE),
  }),
  DefaultFundDeposited: schemaOf<DefaultFundDeposited>({
    instructionId: IDENTIFIER_SCHEMA,
    member: IDENTIFIER_SCHEMA,
    asset: IDENTIFIER_SCHEMA,
    quantity: DECIMAL_SCHEMA,
    valueDate: DATE_SCHEMA,
    journal: listOf(JOURNAL_LINE),
  }),
  CollateralInstructionRejected: schemaOf<CollateralInstructionRejected>({
    instructionId: IDENTIFIER_SCHEMA,
    account: optional(ACCOUNT_SCHEMA),
    member: optional(IDENTIFIER_SCHEMA),
    type: optional(IDENTIFIER_SCHEMA),
    asset: optional(IDENTIFIER_SCHEMA),
    quantity: optional(DECIMAL_SCHEMA),
    code: IDENTIFIER_SCHEMA,
    field: optional(WORDS),
    reason: WORDS,
    maximumQuantity: optional(DECIMAL_SCHEMA),
  }),
};
