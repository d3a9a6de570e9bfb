import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { TradeRefusal } from '../refusal.js';

/**
 * A price lies on the instrument's grid of ticks; it may be zero or negative.
 * @returns the price in ticks, or `PRICE_OFF_TICK` with the two nearest prices that would do
 */
export function readPriceTicks(
  instrument: InstrumentEntry,
  price: string,
): Result<number, TradeRefusal> {
  const ticks = priceToTicks(instrument, price);
  if (ticks.kind === 'ticks') return ok(ticks.ticks);
  if (ticks.kind === 'too-large')
    return failed({
      code: 'INVALID_FIELD',
      field: 'price',
      reason: `price ${price.slice(0, 40)} is too large for a price in ticks of ${instrument.tickSize}`,
    });
  return failed({
    code: 'PRICE_OFF_TICK',
    field: 'price',
    reason: `price ${price.slice(0, 40)} is not a multiple of the tick size ${instrument.tickSize}; the nearest are ${ticks.below} and ${ticks.above}`,
  });
}
