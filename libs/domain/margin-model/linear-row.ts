import { element } from '#libs/domain/numerics/element.js';
import { inLowestTerms, multiply } from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { FutureTerms, PerpetualTerms } from '#libs/domain/reference-data/model.js';
import type { HistoricalModel, ScanModel } from './class-model.js';
import { extendedMoves } from './extended-moves.js';
import { priceMoves, type FactorMoves } from './factor-mix.js';
import { daysTo, type RowInputs } from './row-inputs.js';
import type { LotValue, PointPrice } from './row-terms.js';
import { scanScenarios } from './scan-grid.js';
import { priceChanges } from './scenario-prices.js';
import { UnitRow } from './unit-row.js';
import { DELTA_UNITS } from './unit-values.js';

/** Instruments with delta one: their P&L is a constant times the change of the price. */
export type LinearTerms = FutureTerms | PerpetualTerms;

/**
 * The unit P&L of a future or a perpetual at `price` (margin-model.md a.1, e.1): the variation margin
 * of one lot in each scenario, at the scenario's exchange rate.
 */
export function linearRow(
  terms: LinearTerms,
  price: PointPrice,
  lot: LotValue,
  model: HistoricalModel | ScanModel,
  inputs: RowInputs,
): UnitRow {
  const { quantaPerPoint } = lot;
  const { points } = price;
  const moves = extendedMoves(inputs.underlying);
  const pnl =
    model.method === 'fhs'
      ? historicalPnl(points, quantaPerPoint, factorOf(terms, model, inputs), model, inputs)
      : scanPnl(points, quantaPerPoint, model);
  const values = {
    instrument: terms.id,
    underlying: terms.underlying,
    price: points,
    notionalMinor: inLowestTerms(multiply(price.exact, lot.perPointMinor)),
    delta: DELTA_UNITS,
    extendedPnl: Float64Array.from(moves, (move) =>
      roundHalfEven(quantaPerPoint * Math.abs(points) * move),
    ),
  };
  return new UnitRow(values, model, pnl);
}

/** A perpetual has its own factor where it has a history, a future that of its maturity (b.1). */
export function factorOf(
  terms: LinearTerms,
  { set }: HistoricalModel,
  inputs: RowInputs,
): FactorMoves {
  if (terms.type === 'perpetual')
    return set.factors.get(terms.id) ?? priceMoves(set, terms.underlying, 0);
  return priceMoves(set, terms.underlying, daysTo(terms.expiry, inputs.nowMs));
}

function historicalPnl(
  price: number,
  quantaPerPoint: number,
  factor: FactorMoves,
  { set }: HistoricalModel,
  { rateFactors }: RowInputs,
): Float64Array {
  const pnl = priceChanges(price, factor, set, quantaPerPoint);
  if (rateFactors)
    for (let s = 0; s < pnl.length; s++) pnl[s] = element(pnl, s) * element(rateFactors, s);
  for (let s = 0; s < pnl.length; s++) pnl[s] = roundHalfEven(element(pnl, s));
  return pnl;
}

/** The P&L on the 16-scenario grid; moves of the volatility leave linear instruments as they are. */
function scanPnl(price: number, quantaPerPoint: number, { scan }: ScanModel): Float64Array {
  const range = quantaPerPoint * Math.abs(price) * Number(scan.priceRange);
  return Float64Array.from(scanScenarios(scan), (scenario) =>
    roundHalfEven(range * scenario.price * scenario.cover),
  );
}
