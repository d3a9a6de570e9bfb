import { combineQuotes, type QuoteQuality } from '#libs/domain/price-feed/combine-quotes.js';
import { passGate, type GateVerdict, type PriceGate } from '#libs/domain/price-feed/price-gate.js';
import type { SourceQuote } from '#libs/domain/price-feed/source-quote.js';
import type { PriceDynamics } from '#libs/domain/price-feed/time-band.js';
import { acceptedText } from './feed-price.js';
import type { FeedTerms } from './feed-terms.js';

/** A quote with its numbers as they are written. */
export interface NamedQuote extends SourceQuote {
  readonly text: string;
  readonly weightText: string;
}

/** The verdict of the gate; or that too few sources were too far apart to be combined at all. */
export type FeedVerdict = GateVerdict | 'SOURCES_DISAGREE';

/** What quotes come to. */
export interface Weighing {
  readonly verdict: FeedVerdict;
  readonly quality: QuoteQuality;
  /** Sources, in the order of the quotes. */
  readonly outliers: readonly string[];
  /** As it would be accepted; undefined where the sources disagree. */
  readonly combined?: string;
  /** When the latest of the quotes in it was observed; never before the last accepted price. */
  readonly combinedAtMs?: number;
  /** The combined price, where it is accepted. */
  readonly accepted?: string;
  /** In the unit of the returns. */
  readonly move?: number;
  readonly width?: number;
  /** The gate after it. */
  readonly gate: PriceGate;
}

/**
 * Combines quotes and passes what they come to through the gate (margin-model.md j.3 to j.6). A
 * function of its arguments and of nothing else: what an event of a verdict holds is enough to judge
 * it again.
 * @param quotes young enough, in a fixed order; at least one
 */
export function weighQuotes(
  terms: FeedTerms,
  quotes: readonly NamedQuote[],
  gate: PriceGate,
  dynamics: PriceDynamics,
): Weighing {
  const { settings } = terms;
  const combination = combineQuotes(quotes, settings);
  if (!combination.ok)
    return { verdict: 'SOURCES_DISAGREE', quality: 'DEGRADED', outliers: [], gate };
  const { price, quality, used, outliers } = combination.value;
  const isUsed = new Set(used.map(({ source }) => source));
  const texts = quotes.filter(({ source }) => isUsed.has(source)).map(({ text }) => text);
  const combined = acceptedText(terms, price, texts);
  const latestMs = Math.max(...used.map(({ observedAtMs }) => observedAtMs));
  const combinedAtMs = Math.max(latestMs, gate.accepted?.atMs ?? latestMs);
  const decision = passGate(gate, Number(combined), combinedAtMs, dynamics, settings);
  return {
    ...decision,
    quality,
    outliers: outliers.map(({ source }) => source),
    combined,
    combinedAtMs,
    ...(decision.verdict === 'QUARANTINED' ? {} : { accepted: combined }),
  };
}
