import type { IntradaySampling } from './intraday-sampling.js';

/** The rung of the ladder that an underlying is on. */
export interface RungInForce {
  /** As the ladder wrote it when it was entered, such as "1.25". */
  readonly rung: string;
  /** The business date of entry as a running number of calendar days. */
  readonly sinceDay: number;
}

/** At-the-money volatilities of 30 days, per root year. */
export interface ImpliedLevel {
  readonly now: number;
  /** The one in force when the scenarios of `referenceKey` were built. */
  readonly reference: number;
  readonly referenceKey: string;
}

/** The buffer of a product after its last update. */
export interface BufferLevel {
  readonly businessDate: string;
  readonly measure: number;
  readonly buffered: number;
}

/**
 * What the volatility ladder and the margin buffer know (margin-model.md d.3, d.4a). It is folded from
 * events while the ladder, or the buffer, is on, and empty again once reference data switches it off.
 */
export interface RegimeState {
  /** By underlying; one that is not here is on the lowest rung. */
  readonly rungs: Map<string, RungInForce>;
  /** By underlying. */
  readonly implied: Map<string, ImpliedLevel>;
  /** By symbol: of underlyings, their futures and their perpetuals. */
  readonly intraday: Map<string, IntradaySampling>;
  /** By underlying. */
  readonly buffers: Map<string, BufferLevel>;
  /** Grows with every change of a rung. */
  rungsVersion: number;
}

export function emptyRegimes(): RegimeState {
  return {
    rungs: new Map(),
    implied: new Map(),
    intraday: new Map(),
    buffers: new Map(),
    rungsVersion: 0,
  };
}
