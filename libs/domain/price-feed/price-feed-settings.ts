/** The gates of margin-model.md, section j, as numbers; shares are relative. */
export interface PriceFeedSettings {
  /** Sources older than this are dropped, and a feed without a price for this long is stale. */
  readonly maxAgeMs: number;
  /** A feed without an accepted price for this long is halted. */
  readonly haltAfterMs: number;
  /** Modified z beyond which a source is dropped, such as 3.5. */
  readonly outlierScore: number;
  /** How far from the median a source counts, such as 0.005. */
  readonly clamp: number;
  /** Sources from which on the price is not degraded, at least 1. */
  readonly quorum: number;
  readonly band: TimeBand;
  readonly jump: JumpAcceptance;
}

/** How far a price may move: max(floor, sigmas * daily volatility * sqrt(time/day)). */
export interface TimeBand {
  readonly floor: number;
  readonly sigmas: number;
}

/** When a move out of the band is believed. */
export interface JumpAcceptance {
  /** Consecutive observations, this one included. */
  readonly observations: number;
  /** The least time from the first of them to the last. */
  readonly spanMs: number;
  /** How far apart they may be. */
  readonly within: number;
}
