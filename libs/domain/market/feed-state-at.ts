import type { QuoteQuality } from '#libs/domain/price-feed/combine-quotes.js';
import { feedState } from '#libs/domain/price-feed/feed-state.js';
import type { PriceGate } from '#libs/domain/price-feed/price-gate.js';
import type { RecordedFeedState } from './feed-records.js';
import type { FeedTerms } from './feed-terms.js';

/** What the state of a feed follows from, beside the time and its terms. */
export interface FeedStanding {
  readonly gate: PriceGate;
  readonly quality: QuoteQuality;
}

/** The state of a feed at a ledger time (margin-model.md j.7). */
export function feedStateAt(
  terms: FeedTerms,
  { gate, quality }: FeedStanding,
  nowMs: number,
): RecordedFeedState {
  const { endMs } = terms;
  if (endMs !== undefined && nowMs >= endMs) return 'CLOSED';
  return feedState(gate, quality, nowMs, terms.settings);
}

/** When time alone next changes that state; undefined when it never does. */
export function nextFeedChangeMs(
  terms: FeedTerms,
  { gate }: FeedStanding,
  nowMs: number,
): number | undefined {
  const { maxAgeMs, haltAfterMs } = terms.settings;
  const { endMs } = terms;
  const acceptedMs = gate.accepted?.atMs;
  const candidates = endMs === undefined ? [] : [endMs];
  // A price as old as the limit is still young enough.
  if (acceptedMs !== undefined)
    candidates.push(acceptedMs + maxAgeMs + 1, acceptedMs + haltAfterMs + 1);
  const ahead = candidates.filter((ms) => ms > nowMs);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}
