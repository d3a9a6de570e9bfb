import type { HouseState } from '#libs/domain/house/house-state.js';
import { ladderInForce, regimeOf } from './ladder.js';

/**
 * What the scenario volatility of an underlying is multiplied with (margin-model.md d.3, phi_regime):
 * the rung in force, or the one above it where doubtful prices ask for it; the top rung is the highest.
 * 1 while the ladder is off.
 */
export function regimeMultiplier(house: HouseState, underlying: string, rungsUp: 0 | 1): number {
  const ladder = ladderInForce(house);
  if (!ladder) return 1;
  const { rungs } = ladder;
  const { multiplier } = regimeOf(house, ladder, underlying);
  const found = rungs.findIndex((rung) => rung >= multiplier);
  const current = found < 0 ? rungs.length - 1 : found;
  return rungs[Math.min(current + rungsUp, rungs.length - 1)] ?? 1;
}

/** Grows with every change of a rung: scenarios that were scaled before it are old. */
export function regimesVersion(house: HouseState): number {
  return house.regimes.rungsVersion;
}
