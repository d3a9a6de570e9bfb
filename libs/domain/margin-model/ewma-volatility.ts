/**
 * Exponentially weighted daily volatilities (margin-model.md b.2): the variance starts as the mean
 * square of the first `burnIn` returns and is then `decay*v + (1-decay)*r^2` from the first return
 * on. Entry t was known before return t (ex ante); the last entry, one beyond the returns, is the
 * volatility for the next day.
 */
export function ewmaVolatility(returns: Float64Array, burnIn: number, decay: number): Float64Array {
  const volatilities = new Float64Array(returns.length + 1);
  let variance = meanSquare(returns.subarray(0, burnIn));
  for (let t = 0; t < returns.length; t++) {
    volatilities[t] = Math.sqrt(variance);
    const r = returns[t]!;
    variance = decay * variance + (1 - decay) * (r * r);
  }
  volatilities[returns.length] = Math.sqrt(variance);
  return volatilities;
}

/** The mean of the squares, 0 of none; its root is the long-run volatility. */
export function meanSquare(returns: Float64Array): number {
  let sum = 0;
  for (const r of returns) sum += r * r;
  return returns.length === 0 ? 0 : sum / returns.length;
}
