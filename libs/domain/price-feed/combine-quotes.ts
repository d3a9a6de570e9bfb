import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { median } from './median.js';
import { OUTLIER_VALUES_MIN, outlierScores } from './outlier-scores.js';
import type { PriceFeedSettings } from './price-feed-settings.js';
import type { SourceQuote } from './source-quote.js';

/** How many sources stand behind a price: a quorum, fewer that agree, or one alone. */
export type QuoteQuality = 'NORMAL' | 'DEGRADED' | 'SINGLE_SOURCE';

/** The combined price with what it was made of, so that the decision can be made again. */
export interface CombinedPrice {
  /** Price points. */
  readonly price: number;
  readonly quality: QuoteQuality;
  readonly used: readonly SourceQuote[];
  readonly outliers: readonly SourceQuote[];
}

/** Without a combined price the last one is held. */
export type CombineFailure =
  | { readonly code: 'NO_SOURCES' }
  /** Fewer than the quorum, and farther apart than the clamp. */
  | { readonly code: 'SOURCES_DISAGREE'; readonly used: readonly SourceQuote[] };

/**
 * One price from fresh quotes (margin-model.md j.3 and j.4): outliers dropped from four sources on,
 * each source clamped to median*(1 +- clamp), then the weighted mean. Below the quorum the sources
 * must lie within the clamp of each other; one alone is taken, and margin goes a rung up for it.
 */
export function combineQuotes(
  quotes: readonly SourceQuote[],
  settings: Pick<PriceFeedSettings, 'outlierScore' | 'clamp' | 'quorum'>,
): Result<CombinedPrice, CombineFailure> {
  const { used, outliers } = withoutOutliers(quotes, settings.outlierScore);
  const prices = used.map(({ price }) => price);
  if (prices.length === 0) return failed({ code: 'NO_SOURCES' });
  const middle = median(prices);
  const room = settings.clamp * Math.abs(middle);
  const quality = qualityOf(used.length, settings.quorum);
  if (quality === 'DEGRADED' && Math.max(...prices) - Math.min(...prices) > room) {
    return failed({ code: 'SOURCES_DISAGREE', used });
  }
  let [weighted, weights] = [0, 0];
  for (const { price, weight } of used) {
    weighted += weight * Math.min(middle + room, Math.max(middle - room, price));
    weights += weight;
  }
  return ok({ price: weighted / weights, quality, used, outliers });
}

function withoutOutliers(
  quotes: readonly SourceQuote[],
  scoreMax: number,
): { used: readonly SourceQuote[]; outliers: readonly SourceQuote[] } {
  if (quotes.length < OUTLIER_VALUES_MIN) return { used: quotes, outliers: [] };
  const scores = outlierScores(quotes.map(({ price }) => price));
  const isOutlier = (index: number): boolean => (scores[index] ?? 0) > scoreMax;
  return {
    used: quotes.filter((_, index) => !isOutlier(index)),
    outliers: quotes.filter((_, index) => isOutlier(index)),
  };
}

function qualityOf(sources: number, quorum: number): QuoteQuality {
  if (sources >= quorum) return 'NORMAL';
  return sources === 1 ? 'SINGLE_SOURCE' : 'DEGRADED';
}
