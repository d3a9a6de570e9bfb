import type { ReturnKind } from '#libs/domain/reference-data/model.js';
import { log } from '#libs/domain/numerics/log.js';

/**
 * The returns between consecutive closes (margin-model.md b.1): ln(X_t/X_{t-1}), with the shift
 * added to both for shifted-log, or X_t - X_{t-1} for absolute. One fewer than closes; the return
 * at index i ends at close i+1. The caller has made sure that logarithms exist.
 */
export function dailyReturns(closes: Float64Array, kind: ReturnKind, shift: number): Float64Array {
  const returns = new Float64Array(Math.max(0, closes.length - 1));
  for (let i = 0; i < returns.length; i++) {
    const [before, after] = [closes[i]!, closes[i + 1]!];
    if (kind === 'absolute') returns[i] = after - before;
    else if (kind === 'log') returns[i] = log(after / before);
    else returns[i] = log((after + shift) / (before + shift));
  }
  return returns;
}

/** The index of the first close of which there is no (shifted) logarithm; -1 where all have one. */
export function closeWithoutLogarithm(
  closes: Float64Array,
  kind: ReturnKind,
  shift: number,
): number {
  if (kind === 'absolute') return -1;
  const added = kind === 'log' ? 0 : shift;
  return closes.findIndex((close) => !(close + added > 0));
}
