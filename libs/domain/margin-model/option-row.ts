import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import {
  inLowestTerms,
  multiply,
  rational,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import { optionScanPnl } from '#libs/domain/add-ons/option-scan.js';
import { europeanOption, type EuropeanOption } from '#libs/domain/pricing/european-option.js';
import { optionGreeks } from '#libs/domain/pricing/option-greeks.js';
import { optionValue } from '#libs/domain/pricing/option-value.js';
import { yearsAtHorizon } from '#libs/domain/pricing/time-to-expiry.js';
import type { OptionTerms, PremiumStyle } from '#libs/domain/reference-data/model.js';
import {
  scenarioLogMoneyness,
  scenarioVolatility,
} from '#libs/domain/volatility/scenario-volatilities.js';
import { smileVolatility, type Smile } from '#libs/domain/volatility/smile.js';
import { surfaceSmile } from '#libs/domain/volatility/volatility-surface.js';
import type { HistoricalModel, ScanModel } from './class-model.js';
import { extendedMoves } from './extended-moves.js';
import {
  baseFactor,
  optionForward,
  type OptionBase,
  type OptionForward,
} from './option-forward.js';
import type { OptionPnlInputs } from './option-pnl.js';
import { yearsTo, type OptionInputs } from './row-inputs.js';
import { doubleOrInfinite, type LotValue } from './row-terms.js';
import { scanScenarios } from './scan-grid.js';
import { UnitRow } from './unit-row.js';
import { DELTA_UNITS } from './unit-values.js';

/** One option, ready to be revalued; prices in points. */
interface Valuation {
  readonly premiumStyle: PremiumStyle;
  readonly today: EuropeanOption;
  readonly atHorizon: EuropeanOption;
  readonly forward: OptionForward;
  readonly smile: Smile;
  readonly volatility: number;
  readonly value: number;
  readonly quantaPerPoint: number;
}

/**
 * The unit P&L of an option (margin-model.md a.3, a.4, b.4): its full revaluation at the liquidation
 * horizon in each joint scenario of price, volatility and exchange rate, less its model value today.
 */
export function optionRow(
  terms: OptionTerms,
  base: OptionBase,
  lot: LotValue,
  minorPerQuantum: Rational,
  model: HistoricalModel | ScanModel,
  inputs: OptionInputs,
): UnitRow {
  const option = valuation(terms, base, lot, inputs);
  const { forward, quantaPerPoint, today } = option;
  const greeks = optionGreeks(today, forward.today, option.volatility);
  const values = {
    instrument: terms.id,
    underlying: terms.underlying,
    price: option.value,
    notionalMinor: inLowestTerms(
      forward.exact
        ? multiply(forward.exact, lot.perPointMinor)
        : multiply(inQuanta(quantaPerPoint * forward.today), minorPerQuantum),
    ),
    delta: roundHalfEven(greeks.delta * DELTA_UNITS),
    extendedPnl: extendedPnl(option, inputs),
    option: {
      premiumStyle: terms.premiumStyle,
      valueQuanta: roundHalfEven(quantaPerPoint * option.value),
      vegaMinor: greeks.vega * doubleOrInfinite(lot.perPointMinor),
      yearsToExpiry: today.years,
      volatility: option.volatility,
      forward: forward.today,
    },
  };
  if (model.method === 'scan') return new UnitRow(values, model, scanPnl(option, model));
  return new UnitRow(values, model, { inputs: pnlInputs(option, inputs), set: model.set });
}

/** A value in whole quanta; one that is no finite number has a row that no book is added up with. */
const inQuanta = (value: number): Rational =>
  Number.isFinite(value) ? rational(BigInt(roundHalfEven(value))) : ZERO;

function valuation(
  terms: OptionTerms,
  base: OptionBase,
  { quantaPerPoint }: LotValue,
  inputs: OptionInputs,
): Valuation {
  const { group, underlying, surface } = inputs;
  const years = yearsTo(terms.expiry, inputs.nowMs);
  const yearsLeft = yearsAtHorizon(years, group.horizonDays, group.yearDays);
  const forward = optionForward(base, inputs, years, yearsLeft);
  const strike = toNumber(parseDecimal(terms.strike));
  const common = {
    right: terms.right,
    strike,
    riskFreeRate: Number(underlying.riskFreeRate),
    premiumStyle: terms.premiumStyle,
    // Where there is no percentage of the price, volatility is one of its size today (a.3).
    normalScale: Math.max(Math.abs(strike), Math.abs(forward.today)),
  };
  const today = europeanOption({ ...common, years });
  const smile = surfaceSmile(surface, years);
  const volatility = smileVolatility(smile, scenarioLogMoneyness(strike, forward.today));
  return {
    premiumStyle: terms.premiumStyle,
    today,
    atHorizon: europeanOption({ ...common, years: yearsLeft }),
    forward,
    smile,
    volatility,
    value: optionValue(today, forward.today, volatility),
    quantaPerPoint,
  };
}

/** What the P&L over scenarios is computed from, here or on another thread. */
function pnlInputs(option: Valuation, inputs: OptionInputs): OptionPnlInputs {
  const { forward, atHorizon, smile, value, quantaPerPoint, today } = option;
  return {
    underlying: inputs.underlying.id,
    base: baseFactor(forward, inputs),
    points: forward.points,
    carryAtHorizon: forward.carryAtHorizon,
    atHorizon,
    years: today.years,
    smile,
    value,
    // A paid premium is held in the foreign currency whole; else it is the variation that is paid in it.
    held: option.premiumStyle === 'premium' ? value : 0,
    quantaPerPoint,
    rateFactors: inputs.rateFactors,
  };
}

/** The grid: moves of the forward and of the option's own volatility, at the look-ahead (b.6). */
function scanPnl(option: Valuation, { scan }: ScanModel): Float64Array {
  const { today, atHorizon, forward, volatility, quantaPerPoint } = option;
  const grid = {
    today,
    atHorizon,
    forward: forward.today,
    volatility,
    priceRange: Math.abs(forward.today) * Number(scan.priceRange),
    volatilityRange: Number(scan.volatilityRange),
  };
  return optionScanPnl(grid, scanScenarios(scan)).map((pnl) => roundHalfEven(quantaPerPoint * pnl));
}

/** P&L in each far move of the class, today, with volatility up (b.7). */
function extendedPnl(option: Valuation, { underlying }: OptionInputs): Float64Array {
  const up = 1 + Number(underlying.extendedMoves?.volatilityUp ?? 0);
  const { today, forward, smile, value, quantaPerPoint } = option;
  return Float64Array.from(extendedMoves(underlying), (move) => {
    const moved = forward.today + move * Math.abs(forward.today);
    const volatility = scenarioVolatility(smile, today.strike, moved, up);
    return roundHalfEven(quantaPerPoint * (optionValue(today, moved, volatility) - value));
  });
}
