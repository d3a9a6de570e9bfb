import type { Book } from '../books/book.js';
import type { JointMarket } from '../run/joint-market.js';
import type { OptionChain } from '../run/option-chain.js';

/** What a margin is computed by: the model in its modes, its variants, and its peers. */
export const MODELS = {
  portfolio: 'the model, portfolio mode',
  cross: 'the model, cross mode',
  isolated: 'the model, isolated mode',
  'same-day': 'the model, scenarios rebuilt at each close',
  buffered: 'the model with the 25 % buffer',
  'stress-by-rule': 'the model, stress year chosen without hindsight',
  'no-floor': 'the model without the ten-year floor',
  'no-stress': 'the model without stress weight',
  filtered: 'filtered history alone (two-speed)',
  'ewma-filtered': 'filtered history alone, EWMA 0.97',
  'ewma-normal': 'EWMA 0.97, normal',
  scan: 'SPAN grid at a fixed range',
  ladder: 'the model with the ladder driven by implied volatility',
  extended: 'the model with far moves (EXT)',
} as const;
export type ModelId = keyof typeof MODELS;
export const MODEL_IDS = Object.keys(MODELS) as readonly ModelId[];

/** What every book of a back-test is margined on. */
export interface Study {
  readonly market: JointMarket;
  readonly books: readonly Book[];
  /** Index of the first date with a requirement. */
  readonly firstDay: number;
  readonly horizonDays: number;
  readonly confidenceBp: number;
  /** Only every so many days are margined: 1 for all. */
  readonly strideDays: number;
  /** Options on the first product; absent where there are none. */
  readonly options?: OptionChain;
}

/** Tail of block F for the test of the expected shortfall: per book, USD. */
export interface FilteredTail {
  readonly valueAtRisk: Float64Array;
  readonly expectedShortfall: Float64Array;
}

/**
 * Models that share their work. A model sees the closes of a study up to a day and no further: what
 * it says for a day uses closes of the days before for its scenarios, and of the day for prices.
 */
export interface ModelFamily {
  readonly models: readonly ModelId[];
  /**
   * Margins in USD at the close of a day, per model of {@link models} and book. Days are asked for in
   * ascending order, each once, from the study's first one on.
   */
  marginsAt(day: number): readonly Float64Array[];
  /** Of the day asked for last; only families that measure block F have one. */
  readonly tail?: FilteredTail;
}
