import type { HouseState } from '#libs/domain/house/house-state.js';
import { atTheMoneyVolatility } from '#libs/domain/market/volatility-surfaces.js';
import { valuationInstant } from '#libs/domain/pricing/time-to-expiry.js';
import { periodOf, startSampling, takeSample } from './intraday-sampling.js';
import { sampledSymbols } from './sampled-symbols.js';
import { scenarioKey } from './scenario-key.js';

/** The tenor of the implied volatility that the ladder looks at (margin-model.md d.3). */
const TENOR_DAYS = 30;

/**
 * Takes the accepted price of a symbol, as it now stands in the market, into its 5-minute returns. When
 * a period is over, the underlying is looked at again.
 */
export function samplePrice(house: HouseState, symbol: string): void {
  const sampled = house.reference && sampledSymbols(house.reference).bySymbol.get(symbol);
  const accepted = sampled && house.market.prices.get(symbol);
  if (!accepted) return;
  const { intraday } = house.regimes;
  const period = periodOf(accepted.observedAtMs);
  const price = Number(accepted.price);
  const sampling = intraday.get(symbol);
  if (!sampling) intraday.set(symbol, startSampling(sampled.terms, period, price));
  else if (takeSample(sampling, period, price)) house.attention.underlyings.add(sampled.underlying);
}

/**
 * Whether a price of `symbol` observed at `observedAtMs` would end the period of one observed at
 * `pendingMs` that is not folded yet: then that one has to be folded first, since the last price of a
 * period is the one that counts.
 */
export function endsPeriodOf(
  house: HouseState,
  symbol: string,
  pendingMs: number,
  observedAtMs: number,
): boolean {
  const pending = periodOf(pendingMs);
  if (periodOf(observedAtMs) <= pending) return false;
  if (!house.reference || !sampledSymbols(house.reference).bySymbol.has(symbol)) return false;
  // One that is too late for the period it belongs to counts for nothing.
  return pending >= (house.regimes.intraday.get(symbol)?.period ?? pending);
}

/**
 * Takes the at-the-money 30-day volatility of an underlying after its surface changed. The first one
 * under a new set of scenarios is compared with the one before it, which was in force when they were
 * built; the very first one of all is its own reference.
 */
export function observeImplied(house: HouseState, underlying: string): void {
  const { reference, ledgerTimeMs, regimes } = house;
  if (!reference?.data.model.regimeLadder.enabled || ledgerTimeMs === undefined) return;
  const nowMs = valuationInstant(ledgerTimeMs, reference.data.model.valuationIntervalMinutes);
  const now = atTheMoneyVolatility(house, underlying, TENOR_DAYS, nowMs);
  if (now === undefined) return;
  const referenceKey = scenarioKey(house, underlying);
  const held = regimes.implied.get(underlying);
  const before = held?.referenceKey === referenceKey ? held.reference : (held?.now ?? now);
  regimes.implied.set(underlying, { now, reference: before, referenceKey });
  house.attention.underlyings.add(underlying);
}

/**
 * Looks at the state after reference data changed. What is switched off forgets what it knew, so that it
 * starts from calm markets when it is switched on again; so does a symbol that is no longer sampled, or
 * whose returns are of another kind.
 */
export function heedSwitches(house: HouseState): void {
  const { regimes, attention, reference } = house;
  attention.everyUnderlying = true;
  if (!reference) return;
  const { regimeLadder, buffer } = reference.data.model;
  if (!buffer.enabled) regimes.buffers.clear();
  const { bySymbol } = sampledSymbols(reference);
  for (const [symbol, { terms }] of regimes.intraday) {
    const now = bySymbol.get(symbol)?.terms;
    if (now?.kind !== terms.kind || now.shift !== terms.shift) regimes.intraday.delete(symbol);
  }
  if (regimeLadder.enabled) return;
  if (regimes.rungs.size > 0) regimes.rungsVersion += 1;
  regimes.rungs.clear();
  regimes.implied.clear();
}
