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
  ReferenceDataProposed: {
    schemaVersion: 1,
    topics: [],
    description: 'An operator proposed a change of the reference data for another to confirm.',
  },
  ReferenceDataProposalWithdrawn: {
    schemaVersion: 1,
    topics: [],
    description: 'A proposal of reference data was taken back.',
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
  TimePassed: {
    schemaVersion: 1,
    topics: [],
    description:
      'Time alone moved the clock of the ledger, and what accounts need may have changed.',
  },
  PricesObserved: {
    schemaVersion: 1,
    topics: [],
    description: 'Price observations that were accepted.',
  },
  PriceJudged: {
    schemaVersion: 1,
    topics: [],
    description: 'A price observation passed the gates of its feed, or was held by them.',
  },
  PriceFeedStateChanged: {
    schemaVersion: 1,
    topics: [],
    description: 'A price feed came into a state, such as STALE or HALTED.',
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
  InstrumentHalted: {
    schemaVersion: 1,
    topics: [],
    description: 'An operator halted trading in an instrument.',
  },
  InstrumentResumed: {
    schemaVersion: 1,
    topics: [],
    description: 'Trading in a halted instrument goes on.',
  },
  InstrumentDelisted: {
    schemaVersion: 1,
    topics: [],
    description: 'An operator set an end to the life of an instrument.',
  },
  ContractsAdjusted: {
    schemaVersion: 1,
    topics: [],
    description: 'The contracts on an underlying were adjusted for a corporate action.',
  },
  TradeNovated: {
    schemaVersion: 1,
    topics: ['trade-status', 'member'],
    description: 'The clearing house became buyer to the seller and seller to the buyer.',
  },
  TradeRejected: {
    schemaVersion: 1,
    topics: ['trade-status'],
    description: 'A trade was refused.',
  },
  SideSubmitted: {
    schemaVersion: 1,
    topics: ['member'],
    description: "A member's side of a bilateral trade was taken.",
  },
  SidesMismatched: {
    schemaVersion: 1,
    topics: ['member'],
    description: 'A side came that differs from a pending one in the price or the quantity alone.',
  },
  SideWithdrawn: {
    schemaVersion: 1,
    topics: ['member'],
    description: 'A member took its pending side back.',
  },
  SideExpired: {
    schemaVersion: 1,
    topics: ['member'],
    description: 'A side was still pending at the end of its business date.',
  },
  SideRefused: {
    schemaVersion: 1,
    topics: ['member'],
    description: 'A pending side met its other side, and its account could not take the trade on.',
  },
  ExerciseInstructed: {
    schemaVersion: 1,
    topics: ['member'],
    description: 'A holder of an option said what is to become of long lots at its expiry.',
  },
  MemberMessageRejected: {
    schemaVersion: 1,
    topics: ['member'],
    description: "A message of a member's own topic was refused.",
  },
  AnswerRepeated: {
    schemaVersion: 1,
    topics: ['trade-status', 'collateral-status', 'member'],
    description: 'A message came again and its first answer goes out again, with its first ce_id.',
  },
  TradeBusted: {
    schemaVersion: 1,
    topics: ['trade-status', 'member'],
    description: 'A venue took a trade back; both legs were reversed at its price.',
  },
  TradeCorrected: {
    schemaVersion: 1,
    topics: ['trade-status', 'member'],
    description: 'A venue corrected the quantity or the price of a trade.',
  },
  TradeCorrectionRejected: {
    schemaVersion: 1,
    topics: ['trade-status', 'member'],
    description: 'A bust or a correction of a trade was refused.',
  },
  TransferOffered: {
    schemaVersion: 1,
    topics: ['member'],
    description: 'A member offered lots of a trade or of a position to another.',
  },
  OfferClosed: {
    schemaVersion: 1,
    topics: ['member'],
    description: 'An offer of lots was declined, taken back, or its business date was over.',
  },
  LotsTransferred: {
    schemaVersion: 1,
    topics: ['member'],
    description:
      'Lots went from an account to others at one price: a give-up, an allocation, a transfer or an adjustment.',
  },
  CollateralDeposited: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'A confirmed deposit was posted.',
  },
  CollateralWithdrawn: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'Collateral went out because its owner asked for it.',
  },
  CollateralRecalled: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'The clearing house sent collateral back of its own accord.',
  },
  CollateralSubstituted: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'One asset came in and another went out, in one decision.',
  },
  CollateralTransferred: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'Collateral moved to another account of the same member.',
  },
  DefaultFundDeposited: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'A confirmed contribution to the default fund was posted.',
  },
  DefaultFundWithdrawn: {
    schemaVersion: 1,
    topics: ['collateral-status'],
    description: 'A part of a contribution to the default fund went back.',
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
  SettlementCycleSettled: {
    schemaVersion: 1,
    topics: [],
    description: 'The debts of a settlement cycle are paid in; what was gained in it is free.',
  },
  FundingAccrued: {
    schemaVersion: 1,
    topics: [],
    description: 'What the holders of a perpetual owe each other for one funding interval.',
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
  MarginCallReminded: {
    schemaVersion: 1,
    topics: ['margin-calls'],
    description: 'A margin call is still open at the time of reminding.',
  },
  MarginCallOverdue: {
    schemaVersion: 1,
    topics: ['margin-calls'],
    description: 'A margin call was not met in time.',
  },
  MarginCallEscalated: {
    schemaVersion: 1,
    topics: ['margin-calls'],
    description: 'An overdue margin call is for those who may declare a default.',
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
  VolatilityRegimeChanged: {
    schemaVersion: 1,
    topics: [],
    description: 'The rung of the volatility ladder of an underlying changed.',
  },
  MarginBufferUpdated: {
    schemaVersion: 1,
    topics: [],
    description: 'The margin buffer of an underlying moved on by a business date.',
  },
  DefaultProposed: {
    schemaVersion: 1,
    topics: [],
    description: 'An operator asks for a default to be declared; another has to confirm it.',
  },
  DefaultProposalWithdrawn: {
    schemaVersion: 1,
    topics: [],
    description: 'A declaration of a default was taken back before it was confirmed.',
  },
  DefaultStepTaken: {
    schemaVersion: 1,
    topics: ['default-waterfall'],
    description: 'A step of a default, from its declaration to its closing.',
  },
  AccountLiquidated: {
    schemaVersion: 1,
    topics: ['default-waterfall'],
    description: 'An account or a bucket was liquidated alone, short of a default.',
  },
  AuctionBidRejected: {
    schemaVersion: 1,
    topics: ['default-waterfall'],
    description: 'A bid in a default auction was refused.',
  },
  OwnCapitalChanged: {
    schemaVersion: 1,
    topics: [],
    description:
      "The clearing house's own capital in the waterfall was paid in, refilled or taken back.",
  },
  StressTestsCompleted: {
    schemaVersion: 1,
    topics: [],
    description: 'What the default fund would have to bear in the stress scenarios of a day.',
  },
  DefaultFundSized: {
    schemaVersion: 1,
    topics: [],
    description: 'The default fund has a new size, and each member a contribution to it.',
  },
} as const satisfies Record<EventType, EventTypeEntry>;
