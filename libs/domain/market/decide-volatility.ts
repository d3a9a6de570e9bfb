import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { VolatilityObservation } from '#libs/domain/inputs/inputs.js';
import { DAY_MS, formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { valuationInstant, yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import type { Smile } from '#libs/domain/volatility/smile.js';
import { refuseArbitrage } from './volatility-arbitrage.js';
import { readQuote, TENOR_DAYS_MAX } from './volatility-range.js';
import { isVolatilityNews, quoteOf, type VolatilityQuote } from './volatility-state.js';
import { expiryMsOf, levelSlices, smileSlices, tenorOf } from './volatility-surfaces.js';

/**
 * Judges an implied volatility (margin-model.md a.4 and j.8, contract "Topics in"): the event that
 * accepts it; none where it is older than the one held from its source for the same expiry or tenor;
 * or, as the error, why it goes to quarantine, in a sentence that says what to mend.
 *
 * A smile takes the place of the one held for its date, from whatever source, and must make no calendar
 * arbitrage with those of the other dates; a level likewise with the levels of the other tenors. Smiles
 * and levels are not held against each other, since a surface is made of one or the other.
 *
 * One message has one expiry, so a surface that moves as a whole arrives in parts, and each part is held
 * against what the ledger has of the others. After a large rise an earlier expiry may therefore be
 * quarantined although the later one, still on its way, would make room for it; until it comes again the
 * old smile counts. That is the rule as the model states it: nothing is accepted that makes an arbitrage
 * with what is held. A vendor avoids it by sending the latest expiry first when volatility rises and the
 * earliest first when it falls; what was quarantined is sent again, by the vendor or by an operator, and
 * is then judged anew.
 * @param nowMs the ledger's time if the observation is accepted
 */
export function decideVolatility(
  house: HouseState,
  observation: VolatilityObservation,
  nowMs: number,
): Result<readonly NewEvent[], string> {
  const { underlying, observedAt } = observation;
  if (!house.reference?.underlyings.has(underlying))
    return failed(`${underlying} is not an underlying of ledger ${house.ledgerId}`);
  const quote = quoteOf(observation);
  const smile = readQuote(quote);
  if (!smile.ok) return failed(sentence(underlying, quote, smile.error));
  if (!isVolatilityNews(house.market.volatilities, observation)) return ok([]);
  const refusal =
    quote.kind === 'smile'
      ? refuseSmile(house, underlying, quote.expiry, smile.value, nowMs)
      : refuseLevel(house, underlying, quote.tenorDays, smile.value);
  if (refusal !== undefined) return failed(sentence(underlying, quote, refusal));
  return ok([
    {
      type: 'VolatilitiesObserved',
      streamId: `volatility/${underlying}`,
      movesClockToMs: Date.parse(observedAt),
      payload: { volatilities: [observation] },
    },
  ]);
}

function refuseSmile(
  house: HouseState,
  underlying: string,
  expiry: string,
  smile: Smile,
  nowMs: number,
): string | undefined {
  const expiryMs = expiryMsOf(house, underlying, expiry);
  if (expiryMs <= nowMs)
    return `that expiry was over at ${formatInstant(expiryMs)}; name one that is still to come`;
  if (expiryMs - nowMs > TENOR_DAYS_MAX * DAY_MS)
    return `that expiry lies more than ${TENOR_DAYS_MAX} days ahead`;
  // Judged at the instant at which the surface is used.
  const { valuationIntervalMinutes } = referenceOf(house).data.model;
  const valuationMs = valuationInstant(nowMs, valuationIntervalMinutes);
  const years = yearsToExpiry(expiryMs, valuationMs);
  const others = smileSlices(house, underlying, valuationMs).filter(({ name }) => name !== expiry);
  return refuseArbitrage({ name: expiry, years, smile }, others);
}

function refuseLevel(
  house: HouseState,
  underlying: string,
  tenorDays: number,
  smile: Smile,
): string | undefined {
  const tenor = tenorOf(tenorDays);
  const others = levelSlices(house, underlying).filter(({ name }) => name !== tenor.name);
  return refuseArbitrage({ ...tenor, smile }, others);
}

function sentence(underlying: string, quote: VolatilityQuote, clause: string): string {
  const what =
    quote.kind === 'smile'
      ? `the smile of ${underlying} for ${quote.expiry || 'no expiry'}`
      : `the ${quote.tenorDays}-day volatility of ${underlying}`;
  return `${what} cannot be used: ${clause}`;
}
