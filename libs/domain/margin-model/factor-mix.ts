import { element } from '#libs/domain/numerics/element.js';
import { expm1 } from '#libs/domain/numerics/expm1.js';
import { TENOR_DAYS, tenorPosition } from '#libs/domain/volatility/tenor-buckets.js';
import { MATURITY_DAYS, priceSymbol, volatilitySymbol } from './factor-symbols.js';
import type { FactorScenarios, ScenarioSet } from './scenario-set.js';

/** What a price or a volatility moves by in each scenario; the moves of one factor, or of two. */
export type FactorMoves = Pick<FactorScenarios, 'returnKind' | 'shift' | 'moves'>;

/**
 * The moves of prices of an underlying for delivery in `days`: between the maturity buckets around
 * it, linear in days, a bucket without history taking the nearest that has it, unscaled (b.1 and
 * the contract's "Reference data").
 */
export function priceMoves(set: ScenarioSet, underlying: string, days: number): FactorMoves {
  const buckets = MATURITY_DAYS.map((each) => set.factors.get(priceSymbol(underlying, each)));
  const upper = MATURITY_DAYS.findIndex((each) => each >= days);
  if (upper <= 0) return nearest(buckets, MATURITY_DAYS, upper < 0 ? MATURITY_DAYS.length - 1 : 0);
  const [low, high] = [MATURITY_DAYS[upper - 1]!, MATURITY_DAYS[upper]!];
  return mixed(
    set,
    nearest(buckets, MATURITY_DAYS, upper - 1),
    nearest(buckets, MATURITY_DAYS, upper),
    (days - low) / (high - low),
  );
}

/**
 * The moves of the at-the-money volatility of an expiry `years` away: between the tenor buckets
 * around it, linear in the root of time (a.4); undefined where the set has no volatility of the
 * underlying, which then has no volatility shock.
 */
export function volatilityMoves(
  set: ScenarioSet,
  underlying: string,
  years: number,
): FactorMoves | undefined {
  const buckets = TENOR_DAYS.map((days) => set.factors.get(volatilitySymbol(underlying, days)));
  if (buckets.every((bucket) => bucket === undefined)) return undefined;
  const { lower, upper, share } = tenorPosition(years);
  return mixed(
    set,
    nearest(buckets, TENOR_DAYS, lower),
    nearest(buckets, TENOR_DAYS, upper),
    share,
  );
}

/** The bucket, or the nearest by days that there is; of two equally near ones the shorter. */
function nearest(
  buckets: readonly (FactorScenarios | undefined)[],
  days: readonly number[],
  index: number,
): FactorScenarios {
  const wanted = days[index]!;
  let found: FactorScenarios | undefined;
  let distance = Infinity;
  buckets.forEach((bucket, i) => {
    const away = Math.abs(days[i]! - wanted);
    if (bucket === undefined || away >= distance) return;
    found = bucket;
    distance = away;
  });
  if (!found) throw new RangeError('none of the buckets has a history');
  return found;
}

/** Returns are mixed, not prices: (1-share)*a + share*b, shocks included. */
function mixed(
  set: ScenarioSet,
  a: FactorScenarios,
  b: FactorScenarios,
  share: number,
): FactorMoves {
  if (a === b || share === 0) return a;
  if (share === 1) return b;
  const historical = set.length - set.hypothetical;
  const moves = new Float64Array(set.length);
  for (let s = 0; s < set.length; s++) {
    const r = (1 - share) * element(a.returns, s) + share * element(b.returns, s);
    moves[s] = a.returnKind === 'absolute' && s < historical ? r : expm1(r);
  }
  return { returnKind: a.returnKind, shift: a.shift, moves };
}
