import { median } from './median.js';

/** A price and how far the truth may be from it, in price points. */
export interface ConfidentPrice {
  readonly price: number;
  readonly confidence: number;
}

/** Confidence over price beyond which a price is not taken. */
const CONFIDENCE_SHARE_MAX = 0.02;

/**
 * Three votes for each publisher, p-c, p and p+c: their median, and as its confidence the larger
 * distance to the quarter and the three-quarter vote (margin-model.md j.5). At least one publisher.
 */
export function aggregateVotes(publishers: readonly ConfidentPrice[]): ConfidentPrice {
  const votes = publishers
    .flatMap(({ price, confidence }) => [price - confidence, price, price + confidence])
    .sort((a, b) => a - b);
  const price = median(votes);
  const quarter = votes.length >> 2;
  const low = votes[quarter] ?? price;
  const high = votes[votes.length - 1 - quarter] ?? price;
  return { price, confidence: Math.max(price - low, high - price) };
}

/** Whether the confidence is within 2 % of the price's size. */
export function isConfident({ price, confidence }: ConfidentPrice): boolean {
  return confidence <= CONFIDENCE_SHARE_MAX * Math.abs(price);
}

/** What collateral is valued at: held at p-c, owed at p+c. */
export function conservativePrice(given: ConfidentPrice, side: 'held' | 'owed'): number {
  return side === 'held' ? given.price - given.confidence : given.price + given.confidence;
}
