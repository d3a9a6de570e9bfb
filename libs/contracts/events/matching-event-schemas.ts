import type { ExerciseInstructed } from '#libs/domain/events/exercise-events.js';
import type {
  MemberMessageRejected,
  SideDifference,
  SideExpired,
  SideRefused,
  SidesMismatched,
  SideSubmitted,
  SideWithdrawn,
} from '#libs/domain/events/matching-events.js';
import type { PositionEffect, Side, SideContent } from '#libs/domain/inputs/inputs.js';
import {
  ACCOUNT_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
} from '../fields/field-schemas.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf, type FieldSchemas } from './payload-schema.js';
import { LIMIT_FIGURES } from './trade-event-schemas.js';

const CONTENT: FieldSchemas<SideContent> = {
  member: IDENTIFIER_SCHEMA,
  sideId: IDENTIFIER_SCHEMA,
  side: oneOf<Side>('BUY', 'SELL'),
  account: ACCOUNT_SCHEMA,
  counterparty: IDENTIFIER_SCHEMA,
  instrument: IDENTIFIER_SCHEMA,
  quantity: DECIMAL_SCHEMA,
  price: DECIMAL_SCHEMA,
  executedAt: INSTANT_SCHEMA,
  reference: optional(IDENTIFIER_SCHEMA),
  client: optional(IDENTIFIER_SCHEMA),
  effect: optional(oneOf<PositionEffect>('OPEN', 'CLOSE')),
};

const TRUE: JsonSchema = { type: 'boolean', enum: [true] };

export const MATCHING_EVENT_SCHEMAS = {
  SideSubmitted: schemaOf<SideSubmitted>({
    ...CONTENT,
    expiresAt: INSTANT_SCHEMA,
    isMatched: optional(TRUE),
  }),
  SidesMismatched: schemaOf<SidesMismatched>({
    one: schemaOf<SideContent>(CONTENT),
    other: schemaOf<SideContent>(CONTENT),
    differences: listOf(
      schemaOf<SideDifference>({
        field: oneOf<SideDifference['field']>('quantity', 'price'),
        one: DECIMAL_SCHEMA,
        other: DECIMAL_SCHEMA,
      }),
    ),
  }),
  SideWithdrawn: schemaOf<SideWithdrawn>(CONTENT),
  SideExpired: schemaOf<SideExpired>(CONTENT),
  SideRefused: schemaOf<SideRefused>({
    ...CONTENT,
    code: IDENTIFIER_SCHEMA,
    field: optional(WORDS),
    reason: WORDS,
    limit: optional(LIMIT_FIGURES),
  }),
  ExerciseInstructed: schemaOf<ExerciseInstructed>({
    member: IDENTIFIER_SCHEMA,
    instructionId: IDENTIFIER_SCHEMA,
    account: ACCOUNT_SCHEMA,
    instrument: IDENTIFIER_SCHEMA,
    choice: oneOf<ExerciseInstructed['choice']>('EXERCISE', 'ABANDON'),
    quantity: DECIMAL_SCHEMA,
    client: optional(IDENTIFIER_SCHEMA),
    submittedAt: optional(INSTANT_SCHEMA),
  }),
  MemberMessageRejected: schemaOf<MemberMessageRejected>({
    member: IDENTIFIER_SCHEMA,
    sideId: optional(IDENTIFIER_SCHEMA),
    instructionId: optional(IDENTIFIER_SCHEMA),
    messageType: optional(WORDS),
    code: IDENTIFIER_SCHEMA,
    field: optional(WORDS),
    reason: WORDS,
    limit: optional(LIMIT_FIGURES),
  }),
};
