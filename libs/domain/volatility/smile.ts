import { element } from '#libs/domain/numerics/element.js';

/**
 * The implied volatilities of one expiry over log-moneyness k = ln(K/F): linear in variance between
 * its nodes, flat outside them (margin-model.md a.4). A single node is a flat smile.
 */
export interface Smile {
  /** Strictly ascending; at least one. */
  readonly logMoneyness: Float64Array;
  /** Volatility squared, per year, at each node. */
  readonly variance: Float64Array;
}

/** The variance per year at log-moneyness `k`; infinities are the wings. */
export function smileVariance(smile: Smile, k: number): number {
  const { logMoneyness, variance } = smile;
  const last = logMoneyness.length - 1;
  let node = 0;
  // A smile has some ten nodes, and most scenarios fall next to the money: counting up beats halving.
  while (node <= last && element(logMoneyness, node) <= k) node++;
  if (node === 0) return element(variance, 0);
  if (node > last) return element(variance, last);
  const [low, high] = [element(logMoneyness, node - 1), element(logMoneyness, node)];
  const below = element(variance, node - 1);
  return below + ((k - low) / (high - low)) * (element(variance, node) - below);
}

/** The volatility per root year at log-moneyness `k`. */
export function smileVolatility(smile: Smile, k: number): number {
  return Math.sqrt(smileVariance(smile, k));
}
