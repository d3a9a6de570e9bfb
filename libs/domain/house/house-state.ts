import { emptyMarket, type MarketState } from '#libs/domain/market/market-state.js';
import type { Books } from '#libs/domain/books/books.js';
import type { BucketIndex } from '#libs/domain/collateral/bucket-index.js';
import { emptyCharges, type ChargeState } from '#libs/domain/charges/charge-state.js';
import {
  emptyDefaultFund,
  type DefaultFundState,
} from '#libs/domain/default-fund/default-fund-state.js';
import {
  emptyDefaults,
  type DefaultsState,
} from '#libs/domain/default-management/default-state.js';
import { emptyFunding, type FundingState } from '#libs/domain/funding/funding-state.js';
import {
  emptyInstrumentLife,
  type InstrumentLifeState,
} from '#libs/domain/instrument-life/life-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import {
  emptyMarginCalls,
  type MarginCallState,
} from '#libs/domain/margin-calls/margin-call-state.js';
import { emptyMatching, type MatchingState } from '#libs/domain/matching/matching-state.js';
import { emptyProposals, type ProposalState } from '#libs/domain/reference-data/proposal-state.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { emptyRegimes, type RegimeState } from '#libs/domain/regimes/regime-state.js';
import type { ExerciseState } from '#libs/domain/settlement/expiry/exercise-state.js';
import { emptySettlement, type SettlementState } from '#libs/domain/settlement/settlement-state.js';
import { emptyOffers, type OfferState } from '#libs/domain/trade-transfers/offer-state.js';
import type { AmendedTrades } from '#libs/domain/trade-corrections/amended-trade.js';
import { emptyTrading, type TradingState } from '#libs/domain/trading/trading-state.js';

/** Accounts whose requirement may have changed since it was last evaluated. Not part of the books. */
export interface Attention {
  readonly accounts: Set<string>;
  /** Something changed that concerns every account. */
  everyone: boolean;
  /** When to look again at accounts whose further call waits for the coalescing time to pass. */
  readonly reviewAtMs: Map<string, number>;
  /** Underlyings whose rung of the volatility ladder, or whose buffer, may have to move. */
  readonly underlyings: Set<string>;
  /** Something changed that concerns those of every underlying. */
  everyUnderlying: boolean;
  /**
   * Grows with everything but trades that may move a requirement: who knows where an account stood finds
   * by it whether its trades alone moved it since.
   */
  unrest: number;
}

/** Everybody is to be looked at: how an evaluation starts that remembers nothing. */
export const everyonesAttention = (): Attention => ({
  accounts: new Set(),
  everyone: true,
  reviewAtMs: new Map(),
  underlyings: new Set(),
  everyUnderlying: true,
  unrest: 0,
});

/**
 * All that decisions depend on, folded from the ledger and from nothing else: the same events give the
 * same state. It is plain data, so that a snapshot of it can be kept.
 */
export interface HouseState {
  readonly ledgerId: string;
  /** Of the last event folded. */
  position: number;
  /** The ledger's clock; undefined until the first message with a time. */
  ledgerTimeMs: number | undefined;
  /** Undefined until reference data has been applied. */
  reference: ReferenceIndex | undefined;
  /** Changes of the reference data that wait for a second operator, and those that did. */
  readonly proposals: ProposalState;
  readonly market: MarketState;
  readonly trading: TradingState;
  /** Sides of bilateral trades that wait for each other. */
  readonly matching: MatchingState;
  /** Trades that are no longer what their novation says, while they may still be amended. */
  readonly amendedTrades: AmendedTrades;
  /** Lots that members offered each other. */
  readonly offers: OfferState;
  readonly books: Books;
  /** Buckets of isolated accounts that are open. */
  readonly buckets: BucketIndex;
  readonly settlement: SettlementState;
  /** What holders of options chose other than what happens by itself at their expiry. */
  readonly exercises: ExerciseState;
  /** Funding of perpetuals: what accrues, and what has accrued since the last cycle. */
  readonly funding: FundingState;
  /** Clearing fees since the last cycle, and what interest goes by. */
  readonly charges: ChargeState;
  readonly marginCalls: MarginCallState;
  /** Rungs of the volatility ladder, what they follow from, and margin buffers. */
  readonly regimes: RegimeState;
  /** Stress tests, and what contributions to the default fund follow from them. */
  readonly defaultFund: DefaultFundState;
  /** Members in default, and what their defaults leave for cycles to come. */
  readonly defaults: DefaultsState;
  /** Halts, delistings and adjustments of instruments. */
  readonly instrumentLife: InstrumentLifeState;
  /** Messages that wait in quarantine, by the position of their event: their topic. */
  readonly quarantined: Map<number, string>;
  readonly attention: Attention;
}

/** The state before the first event. */
export function emptyHouse(ledgerId: string): HouseState {
  return {
    ledgerId,
    position: 0,
    ledgerTimeMs: undefined,
    reference: undefined,
    proposals: emptyProposals(),
    market: emptyMarket(),
    trading: emptyTrading(),
    matching: emptyMatching(),
    amendedTrades: new Map(),
    offers: emptyOffers(),
    books: new Map(),
    buckets: new Map(),
    settlement: emptySettlement(),
    exercises: new Map(),
    funding: emptyFunding(),
    charges: emptyCharges(),
    marginCalls: emptyMarginCalls(),
    regimes: emptyRegimes(),
    defaultFund: emptyDefaultFund(),
    defaults: emptyDefaults(),
    instrumentLife: emptyInstrumentLife(),
    quarantined: new Map(),
    attention: everyonesAttention(),
  };
}

/** The reference data in force. @throws InvariantViolation before any was applied */
export function referenceOf(house: HouseState): ReferenceIndex {
  invariant(house.reference, 'no reference data has been applied');
  return house.reference;
}
