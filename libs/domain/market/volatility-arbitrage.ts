import { invariant } from '#libs/domain/kernel/assert.js';
import { readSurface } from '#libs/domain/volatility/read-surface.js';
import { SURFACE_SLICES_MAX } from '#libs/domain/volatility/volatility-limits.js';
import type { NamedSlice } from './volatility-surfaces.js';

/**
 * Why a slice makes no surface with the others, as a clause that says what to mend; undefined when it
 * does: at every log-moneyness that is a node of it and of another, total variance does not fall with
 * time (margin-model.md a.4). It is judged against each of the others alone: what those are to each
 * other was judged when they came, and is no fault of the new one.
 */
export function refuseArbitrage(
  slice: NamedSlice,
  others: readonly NamedSlice[],
): string | undefined {
  if (others.length >= SURFACE_SLICES_MAX)
    return `${others.length} others are held, which are the most`;
  for (const other of others) {
    const surface = readSurface([slice, other]);
    if (surface.ok) continue;
    const failure = surface.error;
    invariant(failure.code === 'CALENDAR_ARBITRAGE', 'every expiry date has a time of its own');
    const { logMoneyness, earlierTotalVariance, laterTotalVariance } = failure;
    const isEarlier = slice.years < other.years;
    const [own, bound] = isEarlier
      ? [earlierTotalVariance, laterTotalVariance]
      : [laterTotalVariance, earlierTotalVariance];
    const limit = rounded(Math.sqrt(bound / slice.years));
    return (
      `at log-moneyness ${logMoneyness} its total variance of ${rounded(own)} lies ` +
      `${isEarlier ? 'above' : 'below'} the ${rounded(bound)} of the ${isEarlier ? 'later' : 'earlier'} ` +
      `${other.name}, which is a calendar arbitrage: it needs a volatility of ` +
      `${isEarlier ? 'at most' : 'at least'} ${limit} there, or ${other.name} is to be sent anew before it`
    );
  }
  return undefined;
}

/** For people to read. */
const rounded = (value: number): string => String(Number(value.toPrecision(5)));
