import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { OptionQuote } from './option-quote.js';
import type { TradedOption, WalkedInstrument } from './traded-instrument.js';
import type { VolatilityWalk } from './volatility-walk.js';

/** A lot of an option counts as so many of its future in the size of a trade: premiums are dear. */
const FUTURES_PER_OPTION = 3;

/**
 * The options of a ledger whose future has a price and whose underlying has volatilities.
 * @param volatilities by underlying
 * @param nowMs options that have expired then are left out
 */
export function tradedOptions(
  data: ReferenceData,
  instruments: readonly WalkedInstrument[],
  volatilities: ReadonlyMap<string, VolatilityWalk>,
  nowMs: number,
): TradedOption[] {
  return data.instruments.flatMap((terms) => {
    if (terms.type !== 'option' || Date.parse(terms.expiry) <= nowMs) return [];
    const forward = instruments.find(({ quote }) => quote.market.instrument === terms.forward);
    const walk = volatilities.get(terms.underlying);
    if (!forward || !walk) return [];
    const underlying = data.underlyings.find(({ id }) => id === terms.underlying);
    const quote = new OptionQuote(terms, forward.quote, walk, Number(underlying?.riskFreeRate));
    const lotValue = (): number => FUTURES_PER_OPTION * forward.lotValue();
    return [{ quote, lotValue, isOption: true as const }];
  });
}
