import type {
  MarginBufferUpdated,
  VolatilityRegimeChanged,
} from '#libs/domain/events/regime-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { dayNumber } from './business-day.js';

/** Takes a change of rung; the requirement of whoever holds the underlying follows from it. */
export function takeRegime(house: HouseState, changed: VolatilityRegimeChanged): void {
  const { underlying, to, businessDate } = changed;
  house.regimes.rungs.set(underlying, { rung: to, sinceDay: dayNumber(businessDate) });
  house.regimes.rungsVersion += 1;
  heedHolders(house, underlying);
}

/** Takes the buffer of a business date. */
export function takeBuffer(house: HouseState, updated: MarginBufferUpdated): void {
  const { underlying, businessDate, measure, buffered } = updated;
  const level = { businessDate, measure: Number(measure), buffered: Number(buffered) };
  house.regimes.buffers.set(underlying, level);
  heedHolders(house, underlying);
}

/** Everybody who holds an instrument of an underlying is looked at again. */
function heedHolders(house: HouseState, underlying: string): void {
  for (const { id } of house.reference?.instrumentsOfUnderlying.get(underlying) ?? [])
    for (const account of house.trading.holders.get(id) ?? [])
      house.attention.accounts.add(account);
}
