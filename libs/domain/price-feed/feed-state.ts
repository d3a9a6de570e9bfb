import type { QuoteQuality } from './combine-quotes.js';
import type { PriceFeedSettings } from './price-feed-settings.js';
import type { PriceGate } from './price-gate.js';

export const FEED_STATES = ['LIVE', 'SUSPECT', 'DEGRADED', 'STALE', 'HALTED'] as const;
export type FeedState = (typeof FEED_STATES)[number];

/**
 * The state of a feed (margin-model.md j.7), the gravest that applies: HALTED where no price was
 * accepted for `haltAfterMs` or ever, STALE beyond `maxAgeMs`, SUSPECT while a jump is pending,
 * DEGRADED where the last combination had no quorum.
 */
export function feedState(
  gate: PriceGate,
  quality: QuoteQuality,
  nowMs: number,
  settings: Pick<PriceFeedSettings, 'maxAgeMs' | 'haltAfterMs'>,
): FeedState {
  const ageMs = gate.accepted === undefined ? Infinity : nowMs - gate.accepted.atMs;
  if (ageMs > settings.haltAfterMs) return 'HALTED';
  if (ageMs > settings.maxAgeMs) return 'STALE';
  if (gate.pending.length > 0) return 'SUSPECT';
  return quality === 'NORMAL' ? 'LIVE' : 'DEGRADED';
}

/** What a feed's state does to those who hold positions on it. */
export interface FeedEffects {
  /** Rungs of the regime ladder that margin goes up by. */
  readonly rungsUp: 0 | 1;
  readonly withdrawals: boolean;
  readonly newRisk: boolean;
  readonly automatedLiquidation: boolean;
}

/** margin-model.md j.4 and j.7: one source alone counts as if a rung were missing, too. */
export function feedEffects(state: FeedState, quality: QuoteQuality): FeedEffects {
  const old = state === 'STALE' || state === 'HALTED';
  return {
    rungsUp: old || quality === 'SINGLE_SOURCE' ? 1 : 0,
    withdrawals: !old,
    newRisk: state !== 'HALTED',
    automatedLiquidation: state !== 'HALTED',
  };
}
