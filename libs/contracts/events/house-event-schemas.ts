import type {
  CommandAnswered,
  InputGapAccepted,
  LedgerOpened,
  MessageQuarantined,
  QuarantineReleased,
  ReferenceDataChanged,
  TimePassed,
} from '#libs/domain/events/event-catalogue.js';
import type {
  ConfirmedProposal,
  ReferenceDataProposalWithdrawn,
  ReferenceDataProposed,
} from '#libs/domain/events/reference-data-events.js';
import {
  COUNT_SCHEMA,
  HASH_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  POSITION_SCHEMA,
} from '../fields/field-schemas.js';
import { DOCUMENT, OFFSET, PARTITION, WORDS } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

/** Events about the house itself: its reference data, its operators, its inputs. */
export const HOUSE_EVENT_SCHEMAS = {
  LedgerOpened: schemaOf<LedgerOpened>({
    ledger: IDENTIFIER_SCHEMA,
    formatVersion: { type: 'integer', enum: [1] },
  }),
  ReferenceDataChanged: schemaOf<ReferenceDataChanged>({
    by: WORDS,
    changes: listOf({ type: 'object' }),
    document: DOCUMENT,
    proposal: optional(
      schemaOf<ConfirmedProposal>({ proposalId: IDENTIFIER_SCHEMA, proposedBy: WORDS }),
    ),
  }),
  ReferenceDataProposed: schemaOf<ReferenceDataProposed>({
    proposalId: IDENTIFIER_SCHEMA,
    by: WORDS,
    against: COUNT_SCHEMA,
    changes: listOf({ type: 'object' }),
    document: DOCUMENT,
    hash: HASH_SCHEMA,
  }),
  ReferenceDataProposalWithdrawn: schemaOf<ReferenceDataProposalWithdrawn>({
    proposalId: IDENTIFIER_SCHEMA,
    by: WORDS,
  }),
  CommandAnswered: schemaOf<CommandAnswered>({
    commandId: IDENTIFIER_SCHEMA,
    command: WORDS,
    by: WORDS,
    outcome: oneOf('DONE', 'REFUSED'),
    result: { description: 'What the caller is shown; its form follows from the command.' },
  }),
  MessageQuarantined: schemaOf<MessageQuarantined>({
    topic: WORDS,
    partition: PARTITION,
    offset: OFFSET,
    reason: WORDS,
  }),
  QuarantineReleased: schemaOf<QuarantineReleased>({
    quarantined: POSITION_SCHEMA,
    action: oneOf('RESENT', 'DISCARDED'),
    topic: WORDS,
    by: WORDS,
    reason: WORDS,
  }),
  InputGapAccepted: schemaOf<InputGapAccepted>({
    topic: WORDS,
    partition: PARTITION,
    from: OFFSET,
    to: OFFSET,
    by: WORDS,
    reason: WORDS,
  }),
  TimePassed: schemaOf<TimePassed>({ until: INSTANT_SCHEMA }),
};
