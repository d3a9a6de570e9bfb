import type { LotsBooked } from '#libs/domain/events/lots-booked.js';
import { heedFundedTrade } from '#libs/domain/funding/observe-funding.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { addToSides } from '#libs/domain/trading/client-positions.js';
import { bookLotsAtCost, dropIfUntouched } from '#libs/domain/trading/trading-state.js';
import { heedAccount } from './heed.js';
import { referenceOf, type HouseState } from './house-state.js';

/** Folds lots that an event books in an instrument; the clearing house's own book stays flat. */
export function takeBookings(
  house: HouseState,
  instrument: string,
  bookings: readonly LotsBooked[],
): void {
  const { trading } = house;
  const terms = referenceOf(house).instruments.get(instrument);
  invariant(terms, () => `lots are booked in the unknown instrument ${instrument}`);
  let [sumLots, sumTicks] = [0, 0n];
  for (const { account, quantity, ticks, client, long = '0', short = '0' } of bookings) {
    const [lots, costTicks] = [Number(quantity), BigInt(ticks)];
    sumLots += lots;
    sumTicks += costTicks;
    if (lots !== 0 || costTicks !== 0n)
      bookLotsAtCost(trading, account, instrument, lots, costTicks);
    if (client !== undefined)
      addToSides(trading.clients, {
        account,
        client,
        instrument,
        long: Number(long),
        short: Number(short),
      });
    heedAccount(house, account, terms.underlying);
  }
  invariant(
    sumLots === 0 && sumTicks === 0n,
    () => `bookings in ${instrument} add up to ${sumLots} lots and ${sumTicks} ticks`,
  );
  for (const { account } of bookings) dropIfUntouched(trading, account, instrument);
  if (terms.type === 'perpetual') heedFundedTrade(house, instrument);
}
