import type { Rational } from '#libs/domain/numerics/rational.js';
import { forwardOfSpot } from '#libs/domain/pricing/european-option.js';
import type { Instrument } from '#libs/domain/reference-data/model.js';
import type { LinearTerms } from './linear-row.js';
import type { BaseFactor } from './option-pnl.js';
import { daysTo, type RowInputs } from './row-inputs.js';
import type { PointPrice } from './row-terms.js';

/** What an option is on: a future, or the underlying itself at its spot price (a.3). */
export type OptionBase =
  | { readonly kind: 'future'; readonly terms: LinearTerms; readonly price: PointPrice }
  | { readonly kind: 'spot'; readonly points: number };

/** The forward of an option: its base times what carrying it to the expiry costs. */
export interface OptionForward {
  readonly base: OptionBase;
  /** Price of the base in points. */
  readonly points: number;
  /** e^((r-q)T) of a spot price, 1 of a future: today, and at the liquidation horizon. */
  readonly carry: number;
  readonly carryAtHorizon: number;
  /** Today's forward in points. */
  readonly today: number;
  /** The same exactly, where it is the price of a future. */
  readonly exact?: Rational;
}

/**
 * @param years to the expiry of the option
 * @param yearsLeft at the liquidation horizon
 */
export function optionForward(
  base: OptionBase,
  inputs: RowInputs,
  years: number,
  yearsLeft: number,
): OptionForward {
  if (base.kind === 'future') {
    const { points, exact } = base.price;
    return { base, points, carry: 1, carryAtHorizon: 1, today: points, exact };
  }
  const { riskFreeRate, dividendYield } = inputs.underlying;
  const carryOver = (time: number): number =>
    forwardOfSpot(1, Number(riskFreeRate), Number(dividendYield), time);
  const carry = carryOver(years);
  const { points } = base;
  return { base, points, carry, carryAtHorizon: carryOver(yearsLeft), today: points * carry };
}

/** Which moves the base has: a perpetual's own, a future's for its delivery, or those of the spot. */
export function baseFactor({ base }: OptionForward, inputs: RowInputs): BaseFactor {
  if (base.kind === 'spot') return { underlying: inputs.underlying.id, days: 0 };
  const { terms } = base;
  const { underlying } = terms;
  if (terms.type === 'perpetual') return { underlying, perpetual: terms.id, days: 0 };
  return { underlying, days: daysTo(terms.expiry, inputs.nowMs) };
}

/** Whether an instrument can be the base of an option. */
export const isLinear = (terms: Instrument): terms is LinearTerms => terms.type !== 'option';
