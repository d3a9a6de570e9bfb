import type { TradeSubmission } from '#libs/domain/inputs/inputs.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';

/** What a rule may look at. */
export interface TradeContext {
  readonly house: HouseState;
  readonly reference: ReferenceIndex;
  readonly engine: MarginEngine;
  readonly trade: TradeSubmission;
  readonly instrument: InstrumentEntry;
  /** The ledger's time once this trade has been accepted. */
  readonly nowMs: number;
  /** Lots that a member gives away or moves: nobody is charged for it. */
  readonly isFree?: true;
}
