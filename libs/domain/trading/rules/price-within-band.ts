import { formatDecimal, parseDecimal } from '#libs/domain/kernel/decimal.js';
import {
  absolute,
  add,
  compare,
  maximum,
  multiply,
  rationalFromDecimal,
  subtract,
} from '#libs/domain/numerics/rational.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * A trade's price lies within the band of its underlying around the last accepted price, relative or
 * absolute, whichever is wider. Without a band or an accepted price there is nothing to compare.
 */
export function refusePriceOutOfBand(
  context: Pick<TradeContext, 'house' | 'reference' | 'instrument'> & {
    readonly trade: { readonly price: string };
  },
): TradeRefusal | undefined {
  const { house, reference, instrument, trade } = context;
  const band = reference.underlyings.get(instrument.underlying)?.tradePriceBand;
  const accepted = house.market.prices.get(instrument.id);
  if (!band || !accepted) return undefined;
  const centre = rationalFromDecimal(accepted.price);
  const width = maximum(
    multiply(absolute(centre), rationalFromDecimal(band.relative)),
    rationalFromDecimal(band.absolute),
  );
  const price = rationalFromDecimal(trade.price);
  if (compare(price, add(centre, width)) <= 0 && compare(price, subtract(centre, width)) >= 0)
    return undefined;
  return {
    code: 'PRICE_OUT_OF_BAND',
    field: 'price',
    reason: `price ${trade.price} lies outside the band of ${percent(band.relative)} % or ${band.absolute} points around the last accepted price ${accepted.price}`,
  };
}

/** A share as a percentage: 0.07 is 7, and never 7.000000000000001. */
function percent(share: string): string {
  const { units, scale } = parseDecimal(share);
  return formatDecimal(
    scale >= 2
      ? { units, scale: scale - 2 }
      : { units: units * 10n ** BigInt(2 - scale), scale: 0 },
  );
}
