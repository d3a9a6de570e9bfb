export interface ObservedPrice {
  readonly symbol: string;
  readonly price: string;
  readonly source: string;
  readonly observedAt: string;
}

/** Accepted price observations of one batch, the last of each symbol and source. */
export interface PricesObserved {
  readonly prices: readonly ObservedPrice[];
}

/** What the gates say of an observation, or that its sources are too few and too far apart. */
export type PriceVerdict = 'ACCEPTED' | 'JUMP_ACCEPTED' | 'QUARANTINED' | 'SOURCES_DISAGREE';

/**
 * An observation of a gated symbol with all that its verdict rests on (margin-model.md, section j).
 * Where the combined price is accepted it is the mark; else the last one is held.
 */
export interface PriceJudged extends ObservedPrice {
  readonly underlying: string;
  /** The young quotes of all sources, this observation among them. */
  readonly quotes: readonly {
    readonly source: string;
    readonly price: string;
    readonly weight: string;
    readonly observedAt: string;
  }[];
  /** Sources whose quote was left out of the combination. */
  readonly outliers: readonly string[];
  readonly quality: 'NORMAL' | 'DEGRADED' | 'SINGLE_SOURCE';
  /** The last accepted price before it, with its time. */
  readonly previous?: string;
  readonly previousAt?: string;
  /** Absent where the sources disagree. */
  readonly combined?: string;
  readonly combinedAt?: string;
  /** What the band is measured in, and below it the move and the width, in the unit of the returns. */
  readonly dailyVolatility: string;
  readonly move?: string;
  readonly width?: string;
  readonly verdict: PriceVerdict;
  /** The run of combined prices that wait to be believed, this one included: oldest first. */
  readonly pending: readonly {
    readonly firstAt: string;
    readonly count: number;
    readonly low: string;
    readonly high: string;
  }[];
  /** The state of the feed after it. */
  readonly state: PriceFeedStateChanged['to'];
}

type FeedStateName = 'LIVE' | 'SUSPECT' | 'DEGRADED' | 'STALE' | 'HALTED' | 'CLOSED';

/**
 * A feed came into a state, or the number of sources behind its price changed. After an official
 * price it is said even where the state stays, since it rests on that price from then on.
 */
export interface PriceFeedStateChanged {
  readonly symbol: string;
  readonly underlying: string;
  /** Absent for the first. */
  readonly from?: FeedStateName;
  readonly to: FeedStateName;
  readonly quality: PriceJudged['quality'];
  /** The last accepted price and its time. */
  readonly price?: string;
  readonly acceptedAt?: string;
}

/** An official settlement or final price; it is an observation too. */
export interface SettlementPriceAccepted extends ObservedPrice {
  readonly type: 'SETTLEMENT' | 'FINAL';
  readonly businessDate: string;
}

export interface ObservedVolatility {
  readonly underlying: string;
  readonly source: string;
  readonly observedAt: string;
  readonly volatility?: string;
  readonly tenorDays?: number;
  readonly expiry?: string;
  readonly nodes?: readonly { readonly logMoneyness: string; readonly volatility: string }[];
}

/** Accepted implied volatilities of one batch. */
export interface VolatilitiesObserved {
  readonly volatilities: readonly ObservedVolatility[];
}

/** Closes of a risk factor; a date that is there already is replaced. */
export interface PriceHistoryImported {
  readonly symbol: string;
  readonly by: string;
  /** `[date, close]`, dates ascending, closes as decimals. */
  readonly closes: readonly (readonly [string, string])[];
}
