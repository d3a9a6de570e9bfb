/** The latest price of one source, in event time. Analytics, hence a double; in price points. */
export interface SourceQuote {
  readonly source: string;
  readonly price: number;
  /** Above 0; only the proportions of the weights matter. */
  readonly weight: number;
  readonly observedAtMs: number;
}

/** The quotes that are not older than `maxAgeMs`. */
export function freshQuotes<Quote extends SourceQuote>(
  quotes: readonly Quote[],
  nowMs: number,
  maxAgeMs: number,
): Quote[] {
  return quotes.filter(({ observedAtMs }) => nowMs - observedAtMs <= maxAgeMs);
}
