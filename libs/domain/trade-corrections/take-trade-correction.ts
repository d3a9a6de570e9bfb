import { changeFees } from '#libs/domain/charges/clearing-fees.js';
import type { TradeBusted, TradeCorrected } from '#libs/domain/events/trade-correction-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { takeBookings } from '#libs/domain/house/take-bookings.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import type { AmendedTrade } from './amended-trade.js';
import { legsOfEvent } from './trade-legs.js';

/** Folds a bust or a correction: lots, fees, and what became of the trade. */
export function takeTradeCorrection(
  house: HouseState,
  corrected: TradeBusted | TradeCorrected,
  position: number,
): void {
  const { instrument, bookings, fees, novatedAt, quantity, price, legs } = corrected;
  takeBookings(house, instrument, bookings);
  changeFees(house, fees);
  const state: AmendedTrade['state'] = 'previous' in corrected ? 'AMENDED' : 'BUSTED';
  house.amendedTrades.set(tradeIdentityKey(corrected), {
    novatedAtMs: Date.parse(novatedAt),
    state,
    position,
    quantity,
    price,
    ...(state === 'BUSTED' ? { buyer: [], seller: [] } : legsOfEvent(legs)),
  });
}
