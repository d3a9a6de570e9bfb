import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AdjustmentMade } from '#libs/domain/instrument-life/life-state.js';

/**
 * The adjustment of an instrument's contracts after a ledger position: lots and prices of then are no longer those of
 * now, so what was agreed in them is not undone in them.
 */
export function adjustedSince(
  { instrumentLife }: HouseState,
  instrument: string,
  position: number,
): AdjustmentMade | undefined {
  for (const made of instrumentLife.adjustments.values())
    if (made.position > position && made.instruments.includes(instrument)) return made;
  return undefined;
}
