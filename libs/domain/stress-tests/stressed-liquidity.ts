import { vegaLiquidityCharge } from '#libs/domain/add-ons/liquidity-charge.js';
import { classDelta } from '#libs/domain/margin-model/class-delta.js';
import type { HeldRow } from '#libs/domain/margin-model/class-holding.js';
import {
  deltaLiquidity,
  relativeVolatility,
  vegaByTenor,
} from '#libs/domain/margin-model/liquidity-of-class.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type { LiquiditySettings } from '#libs/domain/reference-data/model.js';

/** Spreads are so many times as wide in a crisis, and as much less is traded (margin-model.md h.5 (iv)). */
const SPREADS_TIMES = 2;

/**
 * What closing the positions of one class would cost in a crisis: LIQ of d.1 with half the daily volume
 * and twice the spreads. Analytics in minor units of the base currency, at least 0; 0 where the class has
 * no liquidity block.
 * @param held at least one position, in rows of the margin model
 */
export function stressedLiquidity(held: readonly HeldRow[], cube: MarginCube): number {
  const [first] = held;
  const calm = first && cube.underlying(first.row.values.underlying).liquidity;
  if (!calm) return 0;
  const settings = inCrisis(calm);
  const delta = deltaLiquidity(classDelta(held, cube), settings, relativeVolatility(held, cube));
  return delta + vegaLiquidityCharge(vegaByTenor(held), Number(settings.halfSpreadVolatility));
}

function inCrisis(calm: LiquiditySettings): LiquiditySettings {
  return {
    halfSpread: String(SPREADS_TIMES * Number(calm.halfSpread)),
    averageDailyVolume: String(Number(calm.averageDailyVolume) / SPREADS_TIMES),
    halfSpreadVolatility: String(SPREADS_TIMES * Number(calm.halfSpreadVolatility)),
  };
}
