import type { Rational } from '#libs/domain/numerics/rational.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type {
  Instrument,
  LiquidationGroup,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import type { VolatilitySurface } from '#libs/domain/volatility/volatility-surface.js';
import type { HistoricalModel, ScanModel } from './class-model.js';
import { linearRow } from './linear-row.js';
import { isLinear, type OptionBase } from './option-forward.js';
import { optionRow } from './option-row.js';
import type { Rates } from './rates.js';

import { lotValue, priceOfTicks } from './row-terms.js';
import type { UnitRow } from './unit-row.js';

/** All that one row is built from: an option has a surface, and a forward or a spot price. */
export interface RowContext {
  readonly terms: Instrument;
  readonly priceTicks: number | undefined;
  readonly forward: { readonly terms: Instrument; readonly priceTicks: number } | undefined;
  readonly spot: number | undefined;
  readonly surface: VolatilitySurface | undefined;
  readonly model: HistoricalModel | ScanModel;
  readonly rate: Rational;
  readonly rates: Rates;
  readonly nowMs: number | undefined;
  readonly underlying: Underlying;
  readonly group: LiquidationGroup;
  readonly minorPerQuantum: Rational;
}

/** Two rows of one instrument are the same where all parts of their keys are. */
export function rowKey(context: RowContext): readonly unknown[] {
  const { terms, model, rate, nowMs } = context;
  if (terms.type === 'option') {
    const { forward, spot, surface } = context;
    return [model, rate, surface, forward ? forward.priceTicks : spot, forward?.terms, nowMs];
  }
  const ages = model.method === 'fhs' && model.hasMaturities && terms.type === 'future';
  return [model, rate, context.priceTicks, ages ? nowMs : undefined];
}

/** Builds the row of an instrument. @throws InvariantViolation where the context lacks a price */
export function buildRow(context: RowContext): UnitRow {
  const { terms, model, rate, rates, surface, minorPerQuantum, underlying, group } = context;
  const lot = lotValue(terms, rates.minorPerMinor(terms.currency, rate), minorPerQuantum);
  const rateFactors =
    model.method === 'fhs' ? rates.factorsIn(model.set, terms.currency) : undefined;
  const inputs = { underlying, group, nowMs: context.nowMs, rateFactors };
  if (terms.type === 'option') {
    invariant(surface, () => `${terms.id} has no volatility surface`);
    const withSurface = { ...inputs, surface };
    return optionRow(terms, baseOf(context), lot, minorPerQuantum, model, withSurface);
  }
  invariant(context.priceTicks !== undefined, () => `${terms.id} has no price`);
  const price = priceOfTicks(terms, context.priceTicks);
  return linearRow(terms, price, lot, model, inputs);
}

function baseOf({ terms, forward, spot }: RowContext): OptionBase {
  if (forward) {
    invariant(isLinear(forward.terms), () => `${terms.id} is on the option ${forward.terms.id}`);
    const price = priceOfTicks(forward.terms, forward.priceTicks);
    return { kind: 'future', terms: forward.terms, price };
  }
  invariant(spot !== undefined, () => `${terms.id} has no forward and no spot price`);
  return { kind: 'spot', points: spot };
}
