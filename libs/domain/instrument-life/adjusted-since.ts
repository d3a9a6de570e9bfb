import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AdjustmentMade } from './life-state.js';

/**
 * The adjustment that an instrument went through after a ledger position, the first of them: what was
 * said of it at that position, such as lots and price of a trade, is in terms that no longer count.
 */
export function adjustedSince(
  { instrumentLife }: Pick<HouseState, 'instrumentLife'>,
  instrument: string,
  position: number,
): AdjustmentMade | undefined {
  for (const made of instrumentLife.adjustments.values())
    if (made.position > position && made.instruments.includes(instrument)) return made;
  return undefined;
}
