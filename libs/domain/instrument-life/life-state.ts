/** A halt in force. */
export interface Halt {
  readonly by: string;
  readonly reason: string;
  /** Ledger time; undefined while the ledger had none. */
  readonly sinceMs: number | undefined;
  /** Of the event that made it. */
  readonly position: number;
}

/** The end that an operator set to the life of an instrument. */
export interface Delisting {
  readonly by: string;
  readonly reason: string;
  /** From then on nobody trades. */
  readonly lastTradingAtMs: number;
  readonly position: number;
}

/** An adjustment of the contracts on an underlying, as it was made. */
export interface AdjustmentMade {
  readonly adjustmentId: string;
  readonly underlying: string;
  /** New lots for old ones, such as "3:1". */
  readonly ratio: string;
  readonly position: number;
  readonly instruments: readonly string[];
}

/** What operators did to instruments beside listing them. Plain data. */
export interface InstrumentLifeState {
  /** By instrument. */
  readonly halts: Map<string, Halt>;
  /** By instrument. */
  readonly delistings: Map<string, Delisting>;
  /** By id, in the order in which they were made: one a corporate action. */
  readonly adjustments: Map<string, AdjustmentMade>;
}

export const emptyInstrumentLife = (): InstrumentLifeState => ({
  halts: new Map(),
  delistings: new Map(),
  adjustments: new Map(),
});
