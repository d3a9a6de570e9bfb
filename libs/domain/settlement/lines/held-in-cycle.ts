import type { HouseState } from '#libs/domain/house/house-state.js';
import { holdingsOf, type Holding } from '#libs/domain/trading/trading-state.js';
import type { LineBasis } from './line-kind.js';

/**
 * What an account holds as a cycle settles it, by instrument: with futures that options were exercised
 * into, bought or sold at the strike as if they had been traded since the last cycle.
 */
export function heldInCycle(
  { trading }: HouseState,
  account: string,
  { endings }: LineBasis,
): ReadonlyMap<string, Holding> {
  const held = holdingsOf(trading, account);
  const delivered = endings?.delivered.get(account);
  if (!delivered) return held;
  const after = new Map(held);
  for (const [future, { lots, ticks }] of delivered) {
    const before = held.get(future) ?? { lots: 0, openingLots: 0, tradedLots: 0, tradedTicks: 0n };
    after.set(future, {
      lots: before.lots + lots,
      openingLots: before.openingLots,
      tradedLots: before.tradedLots + lots,
      tradedTicks: before.tradedTicks + ticks,
    });
  }
  return after;
}
