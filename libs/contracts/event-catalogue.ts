import type { EventType } from '#libs/domain/events/event-catalogue.js';
import type { TopicOut } from './topics.js';

/** How an event type is published. */
export interface EventTypeEntry {
  /** Grows when the payload changes its form; readers then need an upcaster. */
  readonly schemaVersion: number;
  /**
   * Topics beside `ccp.ledger`, which every event is published on, that this event leads to.
   * `margin-requirements` is in no entry: requirements are evaluated, not decided by one event.
   */
  readonly topics: readonly Exclude<TopicOut, 'ledger' | 'margin-requirements'>[];
  readonly description: string;
}

/** Every event type of the ledger. */
export const EVENT_CATALOGUE = {
  LedgerOpened: {
    schemaVersion: 1,
    topics: [],
    description: 'The first event of a ledger: what its hash chain starts from.',
  },
  ReferenceDataChanged: {
    schemaVersion: 1,
    topics: [],
    description: 'The reference data that counts from here on.',
  },
  CommandAnswered: {
    schemaVersion: 1,
    topics: [],
    description: "The answer to an operator's command.",
  },
  MessageQuarantined: {
    schemaVersion: 1,
    topics: ['quarantine'],
    description: 'A message could not be read or failed its checks.',
  },
  QuarantineReleased: {
    schemaVersion: 1,
    topics: [],
    description: 'An operator sent a quarantined message again or set it aside.',
  },
  InputGapAccepted: {
    schemaVersion: 1,
    topics: [],
    description: 'An operator accepted that messages of an input partition are lost.',
  },
  PricesObserved: {
    schemaVersion: 1,
    topics: [],
    description: 'Price observations that were accepted.',
  },
  SettlementPriceAccepted: {
    schemaVersion: 1,
    topics: [],
    description: 'An official settlement or final price was accepted.',
  },
  VolatilitiesObserved: {
    schemaVersion: 1,
    topics: [],
    description: 'Implied volatilities that were accepted.',
  },
  PriceHistoryImported: {
    schemaVersion: 1,
    topics: [],
    description: 'Closes of a risk factor were imported.',
  },
  TradeNovated: {
    schemaVersion: 1,
    topics: ['trade-status'],
    description: 'The clearing house became buyer to the seller and seller to the buyer.',
  },
  TradeRejected: {
    schemaVersion: 1,
    topics: ['trade-status'],
    description: 'A trade was refused.',
  },
  AnswerRepeated: {
    schemaVersion: 1,
    topics: ['trade-status', 'collateral-status'],
    description: 'A message came again and its first answer goes out again, with its first ce_id.',
  },
  CollateralDeposited: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'A confirmed deposit was posted.',
  },
  DefaultFundDeposited: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'A confirmed contribution to the default fund was posted.',
  },
  CollateralInstructionRejected: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'A collateral instruction was refused.',
  },
  SettlementCycleCompleted: {
    schemaVersion: 1,
    topics: [],
    description: 'A settlement cycle ran; what it brings each account follows.',
  },
  AccountSettled: {
    schemaVersion: 1,
    topics: ['variation-margin'],
    description: 'What a settlement cycle brings one account in one currency.',
  },
  SettlementCycleBlocked: {
    schemaVersion: 1,
    topics: [],
    description: 'A settlement cycle was due and could not run for want of prices.',
  },
  MarginCallIssued: {
    schemaVersion: 1,
    topics: ['margin-calls'],
    description: 'A margin call was issued.',
  },
  MarginCallPaid: {
    schemaVersion: 1,
    topics: ['margin-calls'],
    description: 'A pay-in met a margin call, wholly or in part.',
  },
  MarginCallOverdue: {
    schemaVersion: 1,
    topics: ['margin-calls'],
    description: 'A margin call was not met in time.',
  },
  MarginCallCancelled: {
    schemaVersion: 1,
    topics: ['margin-calls'],
    description: 'A margin call was cancelled.',
  },
  CycleRequirementsEvaluated: {
    schemaVersion: 1,
    topics: [],
    description: 'After a cycle every account was evaluated and every call that is due was issued.',
  },
} as const satisfies Record<EventType, EventTypeEntry>;
