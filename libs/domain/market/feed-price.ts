import { formatDecimal, formatUnits, parseDecimal } from '#libs/domain/kernel/decimal.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { FeedTerms } from './feed-terms.js';

/** A mean of prices has a few digits more than the prices. */
const FURTHER_DECIMALS = 2;
const DECIMALS_MAX = 12;

/**
 * The combined price as it is accepted: of an instrument in its tick, rounded half-even, since marks
 * are settled in whole ticks. The underlying's own symbol has no tick: one quote alone stays as it
 * is, of several the mean has two decimals more than the longest of them.
 * @param used the prices that were combined, as they were observed; at least one
 */
export function acceptedText(terms: FeedTerms, combined: number, used: readonly string[]): string {
  const { instrument } = terms;
  if (instrument) {
    const { unitsNumber, scale } = instrument.tick;
    const ticks = roundHalfEven((combined * powerOfTen(scale)) / unitsNumber);
    return ticksToPrice(instrument, ticks);
  }
  const [only] = used;
  if (used.length === 1 && only !== undefined) return only;
  const longest = Math.max(...used.map((price) => parseDecimal(price).scale));
  return rounded(combined, Math.min(longest + FURTHER_DECIMALS, DECIMALS_MAX));
}

/** With fewer decimals where a double has no room for so many. */
function rounded(value: number, decimals: number): string {
  for (let scale = decimals; scale > 0; scale--) {
    const units = roundHalfEven(value * powerOfTen(scale));
    if (!Number.isSafeInteger(units)) continue;
    return formatDecimal(parseDecimal(formatUnits(BigInt(units), scale)));
  }
  return BigInt(roundHalfEven(value)).toString();
}

/** Read, not computed: engines may differ in powers. */
const powerOfTen = (exponent: number): number => Number(`1e${exponent}`);
