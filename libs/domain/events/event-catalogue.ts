import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import type { ReferenceDataChange } from '#libs/domain/reference-data/reference-data-changes.js';
import type { AuctionBidRejected } from './auction-events.js';
import type {
  CollateralDeposited,
  CollateralInstructionRejected,
  CollateralRecalled,
  CollateralSubstituted,
  CollateralTransferred,
  CollateralWithdrawn,
  DefaultFundDeposited,
  DefaultFundWithdrawn,
} from './collateral-events.js';
import type { DefaultFundSized, StressTestsCompleted } from './default-fund-events.js';
import type {
  AccountLiquidated,
  DefaultProposalWithdrawn,
  DefaultProposed,
  DefaultStep,
  OwnCapitalChanged,
} from './default-events.js';
import type { ExerciseInstructed } from './exercise-events.js';
import type { FundingAccrued } from './funding-events.js';
import type {
  ContractsAdjusted,
  InstrumentDelisted,
  InstrumentHalted,
  InstrumentResumed,
} from './instrument-events.js';
import type {
  CycleRequirementsEvaluated,
  MarginCallCancelled,
  MarginCallEscalated,
  MarginCallIssued,
  MarginCallOverdue,
  MarginCallPaid,
  MarginCallReminded,
} from './margin-call-events.js';
import type {
  MemberMessageRejected,
  SideExpired,
  SideRefused,
  SidesMismatched,
  SideSubmitted,
  SideWithdrawn,
} from './matching-events.js';
import type {
  PriceFeedStateChanged,
  PriceHistoryImported,
  PriceJudged,
  PricesObserved,
  SettlementPriceAccepted,
  VolatilitiesObserved,
} from './market-events.js';
import type {
  ConfirmedProposal,
  ReferenceDataProposalWithdrawn,
  ReferenceDataProposed,
} from './reference-data-events.js';
import type { MarginBufferUpdated, VolatilityRegimeChanged } from './regime-events.js';
import type {
  AccountSettled,
  SettlementCycleBlocked,
  SettlementCycleCompleted,
  SettlementCycleSettled,
} from './settlement-events.js';
import type {
  TradeBusted,
  TradeCorrected,
  TradeCorrectionRejected,
} from './trade-correction-events.js';
import type { AnswerRepeated, TradeNovated, TradeRejected } from './trade-events.js';
import type { LotsTransferred, OfferClosed, TransferOffered } from './transfer-events.js';

/** The first event of every ledger: what the hash chain starts from. */
export interface LedgerOpened {
  readonly ledger: string;
  readonly formatVersion: 1;
}

/** The reference data that counts from here on, whole, and what changed against the one before. */
export interface ReferenceDataChanged {
  readonly by: string;
  readonly changes: readonly ReferenceDataChange[];
  readonly document: ReferenceData;
  /** The proposal that `by` confirmed, where it came by one. */
  readonly proposal?: ConfirmedProposal;
}

/** The answer to an operator's command; `result` is what the caller is shown. */
export interface CommandAnswered {
  readonly commandId: string;
  /** The type of its body; `UNKNOWN` where that could not be read. */
  readonly command: string;
  /** Who asked; `unknown` where that could not be read. */
  readonly by: string;
  readonly outcome: 'DONE' | 'REFUSED';
  readonly result: unknown;
}

/** A message that could not be read or failed its checks; its raw bytes are in `quarantine`. */
export interface MessageQuarantined {
  readonly topic: string;
  readonly partition: number;
  /** Kafka offset, as a decimal string since it may exceed 2^53. */
  readonly offset: string;
  readonly reason: string;
}

/** An operator's decision on a quarantined message: sent again as it was, or set aside for good. */
export interface QuarantineReleased {
  /** Ledger position of the `MessageQuarantined` event. */
  readonly quarantined: number;
  readonly action: 'RESENT' | 'DISCARDED';
  readonly topic: string;
  readonly by: string;
  readonly reason: string;
}

/** An operator accepted that messages `[from, to)` of an input partition are lost. */
export interface InputGapAccepted {
  readonly topic: string;
  readonly partition: number;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Nothing happened but that time passed, and what accounts need may be another now. So whatever is computed
 * at the position of this event is a function of the ledger up to it, its clock included.
 */
export interface TimePassed {
  /** The ledger's time from here on. */
  readonly until: string;
}

/**
 * Every event type of the ledger with its payload. Payloads are JSON: decimals are strings as in the
 * contract, instants ISO 8601, positions integers. A type never changes its meaning: what has to
 * change gets a new `schemaVersion` and an upcaster.
 */
export interface EventPayloads {
  LedgerOpened: LedgerOpened;
  ReferenceDataChanged: ReferenceDataChanged;
  ReferenceDataProposed: ReferenceDataProposed;
  ReferenceDataProposalWithdrawn: ReferenceDataProposalWithdrawn;
  CommandAnswered: CommandAnswered;
  MessageQuarantined: MessageQuarantined;
  QuarantineReleased: QuarantineReleased;
  InputGapAccepted: InputGapAccepted;
  TimePassed: TimePassed;
  PricesObserved: PricesObserved;
  PriceJudged: PriceJudged;
  PriceFeedStateChanged: PriceFeedStateChanged;
  SettlementPriceAccepted: SettlementPriceAccepted;
  VolatilitiesObserved: VolatilitiesObserved;
  PriceHistoryImported: PriceHistoryImported;
  InstrumentHalted: InstrumentHalted;
  InstrumentResumed: InstrumentResumed;
  InstrumentDelisted: InstrumentDelisted;
  ContractsAdjusted: ContractsAdjusted;
  TradeNovated: TradeNovated;
  TradeRejected: TradeRejected;
  AnswerRepeated: AnswerRepeated;
  SideSubmitted: SideSubmitted;
  SidesMismatched: SidesMismatched;
  SideWithdrawn: SideWithdrawn;
  SideExpired: SideExpired;
  SideRefused: SideRefused;
  ExerciseInstructed: ExerciseInstructed;
  MemberMessageRejected: MemberMessageRejected;
  TradeBusted: TradeBusted;
  TradeCorrected: TradeCorrected;
  TradeCorrectionRejected: TradeCorrectionRejected;
  TransferOffered: TransferOffered;
  OfferClosed: OfferClosed;
  LotsTransferred: LotsTransferred;
  CollateralDeposited: CollateralDeposited;
  CollateralWithdrawn: CollateralWithdrawn;
  CollateralRecalled: CollateralRecalled;
  CollateralSubstituted: CollateralSubstituted;
  CollateralTransferred: CollateralTransferred;
  DefaultFundDeposited: DefaultFundDeposited;
  DefaultFundWithdrawn: DefaultFundWithdrawn;
  CollateralInstructionRejected: CollateralInstructionRejected;
  SettlementCycleCompleted: SettlementCycleCompleted;
  AccountSettled: AccountSettled;
  SettlementCycleBlocked: SettlementCycleBlocked;
  SettlementCycleSettled: SettlementCycleSettled;
  FundingAccrued: FundingAccrued;
  MarginCallIssued: MarginCallIssued;
  MarginCallPaid: MarginCallPaid;
  MarginCallReminded: MarginCallReminded;
  MarginCallOverdue: MarginCallOverdue;
  MarginCallEscalated: MarginCallEscalated;
  MarginCallCancelled: MarginCallCancelled;
  CycleRequirementsEvaluated: CycleRequirementsEvaluated;
  VolatilityRegimeChanged: VolatilityRegimeChanged;
  MarginBufferUpdated: MarginBufferUpdated;
  DefaultProposed: DefaultProposed;
  DefaultProposalWithdrawn: DefaultProposalWithdrawn;
  DefaultStepTaken: DefaultStep;
  AuctionBidRejected: AuctionBidRejected;
  AccountLiquidated: AccountLiquidated;
  OwnCapitalChanged: OwnCapitalChanged;
  StressTestsCompleted: StressTestsCompleted;
  DefaultFundSized: DefaultFundSized;
}

export type EventType = keyof EventPayloads;

/** What a decision says: not yet numbered, not yet durable. */
export type NewEvent = {
  [T in EventType]: {
    readonly type: T;
    /** Events of one stream keep their order on `ccp.ledger`, of which this is the key. */
    readonly streamId: string;
    readonly payload: EventPayloads[T];
    /** The business date that the event counts for, YYYY-MM-DD. */
    readonly effectiveDate?: string;
    /** The event's time on the ledger's clock, where it moves that clock. */
    readonly movesClockToMs?: number;
    /** The identity that the event makes final, such as `trade/XSIM/X-1001`: unique for ever. */
    readonly identity?: string;
  };
}[EventType];

/** An event as the ledger holds it. */
export type RecordedEvent = {
  [T in EventType]: {
    readonly position: number;
    readonly streamId: string;
    readonly type: T;
    readonly schemaVersion: number;
    readonly recordedAtMs: number;
    /** The ledger time that the decision used; undefined until the first message with a time. */
    readonly ledgerTimeMs: number | undefined;
    readonly effectiveDate: string | undefined;
    /** Where it came from: `topic/partition/offset`, `command/<id>` or `policy/<name>`. */
    readonly causation: string;
    readonly payload: EventPayloads[T];
  };
}[EventType];
