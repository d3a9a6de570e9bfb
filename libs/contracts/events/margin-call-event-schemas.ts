import type {
  CycleRequirementsEvaluated,
  MarginCallCancelled,
  MarginCallContent,
  MarginCallEscalated,
  MarginCallPaid,
  MarginCallReminded,
} from '#libs/domain/events/margin-call-events.js';
import {
  ACCOUNT_SCHEMA,
  COUNT_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  POSITION_SCHEMA,
} from '../fields/field-schemas.js';
import { WORDS } from './common-schemas.js';
import { oneOf, optional, schemaOf, type FieldSchemas } from './payload-schema.js';

const MARGIN_CALL: FieldSchemas<MarginCallContent> = {
  callId: IDENTIFIER_SCHEMA,
  account: ACCOUNT_SCHEMA,
  bucket: optional(IDENTIFIER_SCHEMA),
  member: IDENTIFIER_SCHEMA,
  status: oneOf('ISSUED', 'PARTIALLY_MET', 'MET', 'OVERDUE', 'CANCELLED'),
  currency: IDENTIFIER_SCHEMA,
  amount: DECIMAL_SCHEMA,
  outstanding: DECIMAL_SCHEMA,
  requirement: DECIMAL_SCHEMA,
  unsettled: DECIMAL_SCHEMA,
  collateralValue: DECIMAL_SCHEMA,
  reason: oneOf('REQUIREMENT_ABOVE_COLLATERAL', 'CASH_DEBIT', 'ASSESSMENT', 'DEFAULT_FUND'),
  issuedAt: INSTANT_SCHEMA,
  dueAt: INSTANT_SCHEMA,
  escalatedAt: optional(INSTANT_SCHEMA),
  position: POSITION_SCHEMA,
};

export const MARGIN_CALL_EVENT_SCHEMAS = {
  MarginCallIssued: schemaOf(MARGIN_CALL),
  MarginCallPaid: schemaOf<MarginCallPaid>({
    ...MARGIN_CALL,
    paid: DECIMAL_SCHEMA,
    instructionId: IDENTIFIER_SCHEMA,
  }),
  MarginCallReminded: schemaOf<MarginCallReminded>({ ...MARGIN_CALL, notice: oneOf('REMINDER') }),
  MarginCallOverdue: schemaOf(MARGIN_CALL),
  MarginCallEscalated: schemaOf<MarginCallEscalated>({
    ...MARGIN_CALL,
    notice: oneOf('ESCALATED'),
  }),
  MarginCallCancelled: schemaOf<MarginCallCancelled>({
    ...MARGIN_CALL,
    reason: WORDS,
    by: optional(WORDS),
  }),
  CycleRequirementsEvaluated: schemaOf<CycleRequirementsEvaluated>({
    cycleId: IDENTIFIER_SCHEMA,
    calls: COUNT_SCHEMA,
  }),
};
