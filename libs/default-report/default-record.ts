import type {
  ClientOutcome,
  CollateralSale,
  DefaultStep,
  DefaultTrade,
  FrozenAccount,
  AmountOfMember,
  LayerContribution,
  LossParts,
} from '#libs/domain/events/default-events.js';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';

/** Where a fact stands in the ledger: everything in a record has one. */
export interface LedgerPlace {
  readonly position: number;
  /** On the ledger's clock, and when it was written. */
  readonly at: string;
  readonly recordedAt: string;
  /** Of the event, with everything before it (hash chain). */
  readonly hash: string;
}

/** One thing that happened. */
export interface TimelineEntry extends LedgerPlace {
  readonly event: string;
  readonly what: string;
}

/** A step as the ledger has it, its journal too. */
export type RecordedStep = LedgerPlace & { readonly step: DefaultStep };

/** A call as it stands after its last event, and what became of it on the way. */
export interface CallOfRecord {
  readonly callId: string;
  readonly account: string;
  readonly member: string;
  /** Why it was issued. */
  readonly reason: string;
  readonly currency: string;
  readonly amount: string;
  readonly outstanding: string;
  readonly dueAt: string;
  readonly status: AnyMarginCall['status'];
  readonly events: readonly TimelineEntry[];
}

/** A layer that was applied, who bore it, and what came back. */
export interface LayerOfRecord {
  readonly position: number;
  readonly order: number;
  readonly layer: WaterfallLayer;
  readonly available: string;
  readonly used: string;
  readonly lossBefore: string;
  readonly lossAfter: string;
  /** What recoveries gave back to those who bore it. */
  readonly returned: string;
  readonly borneBy: readonly (LayerContribution & { readonly returned: string })[];
}

export interface LossOfRecord {
  readonly position: number;
  readonly loss: string;
  readonly parts: LossParts;
  readonly clients: readonly ClientOutcome[];
}

/** A settlement cycle that passed on what layers paid, or cut gains. */
export interface CycleOfRecord extends LedgerPlace {
  readonly cycleId: string;
  readonly currency: string;
  readonly carried: string;
  readonly cuts: readonly { readonly account: string; readonly amount: string }[];
}

/** What a step moved on the default's own book, and what it then held. */
export interface BookOfRecord {
  readonly position: number;
  readonly event: string;
  readonly currency: string;
  readonly change: string;
  readonly balance: string;
}

/**
 * A default as the ledger has it, from the first missed call to the last recovery (issue of default
 * management, "Report"): nothing in it comes from anywhere but events, each named by position and hash.
 */
export interface DefaultRecord {
  readonly ledger: string;
  readonly defaultId: string;
  readonly member: string;
  readonly status: 'PROPOSED' | 'WITHDRAWN' | 'DECLARED' | 'CLOSED';
  readonly reason: string;
  readonly currency: string | null;
  /** Where the ledger ended when the record was made. */
  readonly madeAt: { readonly position: number; readonly hash: string };
  /** Calls of the member that were open when it was declared, the first missed one first. */
  readonly missedCalls: readonly CallOfRecord[];
  readonly timeline: readonly TimelineEntry[];
  readonly frozen: readonly FrozenAccount[];
  readonly contributions: readonly AmountOfMember[];
  readonly trades: readonly (DefaultTrade & {
    readonly purpose: string;
    readonly position: number;
  })[];
  readonly sales: readonly (CollateralSale & { readonly position: number })[];
  readonly loss: LossOfRecord | null;
  readonly layers: readonly LayerOfRecord[];
  /** What no layer has borne; null before the loss is known. */
  readonly notBorne: string | null;
  readonly cycles: readonly CycleOfRecord[];
  /** Assessments and replenishment, with what became of each. */
  readonly calls: readonly CallOfRecord[];
  readonly book: readonly BookOfRecord[];
  readonly steps: readonly RecordedStep[];
  /** How somebody else checks all this. */
  readonly verification: readonly string[];
}
