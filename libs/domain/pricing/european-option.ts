import { exp } from '#libs/domain/numerics/exp.js';
import type { OptionRight, PremiumStyle } from '#libs/domain/reference-data/model.js';

/** What a European option on a forward is priced with; analytics, hence doubles. */
export interface EuropeanOptionTerms {
  readonly right: OptionRight;
  /** Price points; 0 or below is allowed and then priced by Bachelier. */
  readonly strike: number;
  /** ACT/365F, at least 0: see `yearsToExpiry` and `yearsAtHorizon`. */
  readonly years: number;
  /** Continuous, ACT/365F; without effect on futures-style options. */
  readonly riskFreeRate: number;
  readonly premiumStyle: PremiumStyle;
  /**
   * Price points that 1.00 of volatility stands for where Black does not apply (forward or strike at
   * or below 0); absent: the size of the strike.
   */
  readonly normalScale?: number;
}

/** The same, with what all its prices share worked out once. */
export interface EuropeanOption {
  /** +1 of a call, -1 of a put. */
  readonly sign: 1 | -1;
  readonly strike: number;
  readonly years: number;
  readonly rootYears: number;
  /** 0 for futures-style: variation margin has paid the value, so nothing is discounted. */
  readonly rate: number;
  readonly discount: number;
  readonly normalScale: number;
}

/** Prepares an option for pricing (margin-model.md a.3). */
export function europeanOption(terms: EuropeanOptionTerms): EuropeanOption {
  const { strike, years } = terms;
  const rate = terms.premiumStyle === 'futures' ? 0 : terms.riskFreeRate;
  return {
    sign: terms.right === 'call' ? 1 : -1,
    strike,
    years,
    rootYears: Math.sqrt(years),
    rate,
    discount: exp(-rate * years),
    normalScale: terms.normalScale ?? Math.abs(strike),
  };
}

/** The forward of a spot or an index, S*e^((r-q)T): rates continuous, ACT/365F. */
export function forwardOfSpot(
  spot: number,
  riskFreeRate: number,
  dividendYield: number,
  years: number,
): number {
  return spot * exp((riskFreeRate - dividendYield) * years);
}

/** max(+-(forward - strike), 0): undiscounted, in price points. */
export function intrinsicValue(option: EuropeanOption, forward: number): number {
  return Math.max(0, option.sign * (forward - option.strike));
}
