import type { LotsTransferred, OfferClosed } from '#libs/domain/events/transfer-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { moveCollateral } from '#libs/domain/house/move-collateral.js';
import { takeBookings } from '#libs/domain/house/take-bookings.js';
import { legsOfEvent } from '#libs/domain/trade-corrections/trade-legs.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import { endOffer } from './offer-state.js';

/** Folds lots that went to others: positions, whose trades are, and the offer that was taken. */
export function takeTransfer(
  house: HouseState,
  { instrument, bookings, trades, offer, from, to, journal }: LotsTransferred,
  position: number,
): void {
  takeBookings(house, instrument, bookings);
  for (const { novatedAt, quantity, price, legs, isAveraged, ...trade } of trades)
    house.amendedTrades.set(tradeIdentityKey(trade), {
      novatedAtMs: Date.parse(novatedAt),
      state: isAveraged ? 'AVERAGED' : 'AMENDED',
      position,
      quantity,
      price,
      ...legsOfEvent(legs),
    });
  if (offer) endOffer(house.offers, offer);
  if (journal)
    moveCollateral(house, { journal, accounts: [from, ...to].map(({ account }) => account) });
}

export function takeClosedOffer(house: HouseState, { offer }: OfferClosed): void {
  endOffer(house.offers, offer);
}
