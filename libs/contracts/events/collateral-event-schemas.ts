import type {
  AssetAmount,
  CallPayment,
  CollateralDeposited,
  CollateralInstructionRejected,
  CollateralRecalled,
  CollateralSubstituted,
  CollateralTransferred,
  CollateralWithdrawn,
  DefaultFundDeposited,
  DefaultFundWithdrawn,
} from '#libs/domain/events/collateral-events.js';
import {
  ACCOUNT_SCHEMA,
  DATE_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
} from '../fields/field-schemas.js';
import { JOURNAL_LINE, WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

const ASSET_AMOUNT = schemaOf<AssetAmount>({ asset: IDENTIFIER_SCHEMA, quantity: DECIMAL_SCHEMA });

const PAY_IN_EFFECT = {
  paid: optional(
    listOf(
      schemaOf<CallPayment>({
        callId: IDENTIFIER_SCHEMA,
        currency: IDENTIFIER_SCHEMA,
        amount: DECIMAL_SCHEMA,
        outstanding: DECIMAL_SCHEMA,
        status: oneOf('ISSUED', 'PARTIALLY_MET', 'MET', 'OVERDUE', 'CANCELLED'),
      }),
    ),
  ),
  toDebts: optional(DECIMAL_SCHEMA),
};

const MOVED = {
  instructionId: IDENTIFIER_SCHEMA,
  account: ACCOUNT_SCHEMA,
  asset: IDENTIFIER_SCHEMA,
  quantity: DECIMAL_SCHEMA,
  valueDate: DATE_SCHEMA,
  bucket: optional(IDENTIFIER_SCHEMA),
  journal: listOf(JOURNAL_LINE),
};

const FUND_MOVED = {
  instructionId: IDENTIFIER_SCHEMA,
  member: IDENTIFIER_SCHEMA,
  asset: IDENTIFIER_SCHEMA,
  quantity: DECIMAL_SCHEMA,
  valueDate: DATE_SCHEMA,
  journal: listOf(JOURNAL_LINE),
};

export const COLLATERAL_EVENT_SCHEMAS = {
  CollateralDeposited: schemaOf<CollateralDeposited>({
    ...MOVED,
    ...PAY_IN_EFFECT,
  }),
  CollateralWithdrawn: schemaOf<CollateralWithdrawn>(MOVED),
  CollateralRecalled: schemaOf<CollateralRecalled>(MOVED),
  CollateralSubstituted: schemaOf<CollateralSubstituted>({
    instructionId: IDENTIFIER_SCHEMA,
    account: ACCOUNT_SCHEMA,
    release: ASSET_AMOUNT,
    deliver: ASSET_AMOUNT,
    valueDate: DATE_SCHEMA,
    bucket: optional(IDENTIFIER_SCHEMA),
    journal: listOf(JOURNAL_LINE),
    ...PAY_IN_EFFECT,
  }),
  CollateralTransferred: schemaOf<CollateralTransferred>({
    ...MOVED,
    ...PAY_IN_EFFECT,
    toAccount: ACCOUNT_SCHEMA,
    toBucket: optional(IDENTIFIER_SCHEMA),
  }),
  DefaultFundDeposited: schemaOf<DefaultFundDeposited>(FUND_MOVED),
  DefaultFundWithdrawn: schemaOf<DefaultFundWithdrawn>(FUND_MOVED),
  CollateralInstructionRejected: schemaOf<CollateralInstructionRejected>({
    instructionId: IDENTIFIER_SCHEMA,
    account: optional(ACCOUNT_SCHEMA),
    toAccount: optional(ACCOUNT_SCHEMA),
    member: optional(IDENTIFIER_SCHEMA),
    type: optional(IDENTIFIER_SCHEMA),
    bucket: optional(IDENTIFIER_SCHEMA),
    toBucket: optional(IDENTIFIER_SCHEMA),
    asset: optional(IDENTIFIER_SCHEMA),
    quantity: optional(DECIMAL_SCHEMA),
    release: optional(ASSET_AMOUNT),
    deliver: optional(ASSET_AMOUNT),
    code: IDENTIFIER_SCHEMA,
    field: optional(WORDS),
    reason: WORDS,
    maximumQuantity: optional(DECIMAL_SCHEMA),
    sentBy: optional(IDENTIFIER_SCHEMA),
  }),
};
