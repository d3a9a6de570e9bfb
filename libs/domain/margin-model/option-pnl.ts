import { element } from '#libs/domain/numerics/element.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { EuropeanOption } from '#libs/domain/pricing/european-option.js';
import { scenarioValues } from '#libs/domain/pricing/scenario-values.js';
import { scenarioVolatilities } from '#libs/domain/volatility/scenario-volatilities.js';
import type { Smile } from '#libs/domain/volatility/smile.js';
import { priceMoves, volatilityMoves, type FactorMoves } from './factor-mix.js';
import { priceChanges } from './scenario-prices.js';
import type { ScenarioSet } from './scenario-set.js';

/** Where the moves of an option's base are found in a set of scenarios (b.1). */
export interface BaseFactor {
  readonly underlying: string;
  /** A perpetual, whose own factor comes first where the set has it. */
  readonly perpetual?: string;
  /** Days to the delivery of the base; 0 of a spot price. */
  readonly days: number;
}

/**
 * All that the P&L of an option depends on besides the scenarios of its class. Plain data, so that
 * another thread can be asked for it; prices in points.
 */
export interface OptionPnlInputs {
  readonly underlying: string;
  readonly base: BaseFactor;
  readonly points: number;
  /** The forward over the price of the base, at the liquidation horizon. */
  readonly carryAtHorizon: number;
  readonly atHorizon: EuropeanOption;
  /** ACT/365F from now to the expiry: what its volatility moves by hangs on it. */
  readonly years: number;
  readonly smile: Smile;
  /** Model value today. */
  readonly value: number;
  /** The part of the value that is held in the foreign currency whole. */
  readonly held: number;
  readonly quantaPerPoint: number;
  /** Multiples of the exchange rate by scenario, where the rate is a risk factor. */
  readonly rateFactors: Float64Array | undefined;
}

/**
 * The P&L of one long option in each scenario of `set`, in integer quanta (margin-model.md a.3, a.4,
 * b.4): its full revaluation at the liquidation horizon less its value today. Nothing but the
 * arguments counts, and the same bits come out on every thread and machine.
 */
export function optionPnl(inputs: OptionPnlInputs, set: ScenarioSet): Float64Array {
  const { points, carryAtHorizon, atHorizon, value, held, quantaPerPoint, rateFactors } = inputs;
  const forwards = priceChanges(points, baseMoves(inputs.base, set), set);
  for (let s = 0; s < forwards.length; s++)
    forwards[s] = (points + element(forwards, s)) * carryAtHorizon;
  const shocks = volatilityMoves(set, inputs.underlying, inputs.years);
  const factors = new Float64Array(set.length).fill(1);
  if (shocks) for (let s = 0; s < factors.length; s++) factors[s] = 1 + element(shocks.moves, s);
  const values = new Float64Array(set.length);
  scenarioVolatilities(inputs.smile, atHorizon.strike, forwards, factors, factors);
  scenarioValues(atHorizon, forwards, factors, values);
  for (let s = 0; s < values.length; s++) {
    const rate = rateFactors ? element(rateFactors, s) : 1;
    // Where all of the value is held, one that is gone loses exactly what it was.
    const change = element(values, s) * rate - (value - held) * rate - held;
    values[s] = roundHalfEven(quantaPerPoint * change);
  }
  return values;
}

function baseMoves({ underlying, perpetual, days }: BaseFactor, set: ScenarioSet): FactorMoves {
  const own = perpetual === undefined ? undefined : set.factors.get(perpetual);
  return own ?? priceMoves(set, underlying, days);
}
