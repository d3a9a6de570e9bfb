import type { ObservedPrice } from '#libs/domain/events/market-events.js';
import { formatInstant, SECOND_MS } from '#libs/domain/kernel/instant.js';
import type { ObservationFailure } from '#libs/domain/price-feed/check-observation.js';
import type { GateDecision } from '#libs/domain/price-feed/price-gate.js';
import type { FeedTerms } from './feed-terms.js';

/** A list of sources in a sentence ends after so many. */
const SOURCES_NAMED_MAX = 10;
const DIGITS = 4;

/** Why observations do not count: what is put on their message in quarantine. */

export function unknownSource(
  { underlying, sources }: FeedTerms,
  { source }: ObservedPrice,
): string {
  const known = Object.keys(sources);
  const named = known.slice(0, SOURCES_NAMED_MAX).join(', ');
  const more = known.length > SOURCES_NAMED_MAX ? ' and others' : '';
  return `${source} is not a source of the price feed of ${underlying.id}; its sources are ${named}${more}`;
}

export function cannotBeUsed(
  { underlying }: FeedTerms,
  { symbol, price, observedAt }: ObservedPrice,
  failure: ObservationFailure,
): string {
  const { id, returns, returnShift } = underlying;
  const floor = returns === 'shifted-log' ? `${-Number(returnShift ?? 0)}` : 'zero';
  switch (failure) {
    case 'PRICE_NOT_FINITE':
      return `price ${price} of ${symbol} cannot be used: it is too large`;
    case 'PRICE_OUT_OF_RANGE':
      return `price ${price} of ${symbol} cannot be used: ${id} has returns ${returns}, so it must be above ${floor}`;
    case 'SEQUENCE_NOT_INCREASING':
      return `price ${price} of ${symbol} comes after a later one of its source`;
    case 'TIMESTAMP_IN_FUTURE':
      return `observedAt ${observedAt} lies in the future`;
  }
}

export function tooOld(
  terms: FeedTerms,
  { symbol, observedAt }: ObservedPrice,
  nowMs: number,
): string {
  const age = (nowMs - Date.parse(observedAt)) / SECOND_MS;
  return `observedAt ${observedAt} lies ${age} s before the ledger's time ${formatInstant(nowMs)}; a price of ${symbol} may be ${terms.settings.maxAgeMs / SECOND_MS} s old`;
}

export function isOutlier(
  { settings }: FeedTerms,
  { symbol, price, source }: ObservedPrice,
  sources: number,
): string {
  return `price ${price} of ${symbol} from ${source} is dropped as an outlier: its modified z among ${sources} sources is beyond ${settings.outlierScore}`;
}

export function sourcesDisagree(
  { settings }: FeedTerms,
  { symbol, price, source }: ObservedPrice,
  sources: number,
): string {
  return `price ${price} of ${symbol} from ${source} is held: its ${sources} sources are fewer than the quorum of ${settings.quorum} and farther apart than ${settings.clamp} of their median`;
}

export function outOfBand(
  { settings, underlying }: FeedTerms,
  { symbol }: ObservedPrice,
  combined: string,
  previous: string | undefined,
  { move = 0, width = 0 }: Pick<GateDecision, 'move' | 'width'>,
): string {
  const { observations, spanMs, within } = settings.jump;
  const unit = underlying.returns === 'absolute' ? ' points' : '';
  const moved = Number.isFinite(move) ? `moves ${move.toPrecision(DIGITS)}${unit}` : 'jumps';
  return `price ${combined} of ${symbol} ${moved} from the last accepted price ${previous ?? 'of none'}, beyond the band of ${width.toPrecision(DIGITS)}${unit}; it counts once ${observations} consecutive observations within ${within} of each other span ${spanMs / SECOND_MS} s`;
}
