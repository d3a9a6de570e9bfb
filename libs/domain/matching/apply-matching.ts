import type { SideSubmitted } from '#libs/domain/events/matching-events.js';
import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { addPending, endPending, type EndedSide } from './matching-state.js';
import { sideContent } from './side-content.js';
import { sideKey } from './side-identity.js';

/** A side waits from here on; one that is matched at once for the novation that follows. */
export function takeSide(house: HouseState, side: SideSubmitted, position: number): void {
  const entry = referenceOf(house).instruments.get(side.instrument);
  const ticks = entry && priceToTicks(entry, side.price);
  invariant(ticks?.kind === 'ticks', () => `side ${side.sideId} was taken off its tick`);
  addPending(house.matching, {
    ...sideContent(side),
    lots: Number(side.quantity),
    ticks: ticks.ticks,
    position,
    expiresAtMs: Date.parse(side.expiresAt),
  });
}

/** A pending side ended without a novation. */
export function endSide(
  { matching }: HouseState,
  side: { readonly member: string; readonly sideId: string },
  status: EndedSide['status'],
  position: number,
): void {
  endPending(matching, sideKey(side), { status, position });
}

/**
 * The two sides that a trade was novated from end with it.
 * @throws InvariantViolation when a side is not pending, or does not say what was novated
 */
export function endNovatedSides(
  { matching }: HouseState,
  trade: TradeNovated,
  ticks: number,
  position: number,
): void {
  const sides = [
    ['BUY', trade.buyer, trade.seller, trade.buyerSideId],
    ['SELL', trade.seller, trade.buyer, trade.sellerSideId],
  ] as const;
  for (const [side, account, other, sideId] of sides) {
    if (sideId === undefined) continue;
    const key = sideKey({ member: memberOf(account), sideId });
    const said = endPending(matching, key, { status: 'NOVATED', position });
    invariant(
      said.side === side &&
        said.account === account &&
        said.counterparty === memberOf(other) &&
        said.instrument === trade.instrument &&
        String(said.lots) === trade.quantity &&
        said.ticks === ticks,
      () => `${trade.tradeId} was novated with other content than ${key} has`,
    );
  }
}
