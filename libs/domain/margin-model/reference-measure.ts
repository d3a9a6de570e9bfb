import { maximum, toDouble } from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { HistoricalModel } from './class-model.js';
import { coreMeasure } from './core-measure.js';

/** Moves are measured in whole millionths of a millionth, so that the measure is exact. */
const UNITS = 1e12;

/**
 * The measure of the reference portfolio of a class (margin-model.md d.4a), one long or one short lot,
 * whichever needs more, per unit of its price factor: it rises and falls with the scenarios alone, not
 * with the price. Relative for logarithmic returns, price points for absolute ones.
 */
export function referenceMeasure({ factor, terms }: HistoricalModel): number {
  const long = factor.moves.map((move) => roundHalfEven(move * UNITS));
  const short = long.map((move) => 0 - move);
  const [up, down] = [long, short].map((pnl) => coreMeasure(pnl, terms).marketRisk);
  const larger = up && down ? maximum(up, down) : (up ?? { numerator: 0n, denominator: 1n });
  return toDouble(larger) / toDouble(terms.minorPerQuantum) / UNITS;
}
