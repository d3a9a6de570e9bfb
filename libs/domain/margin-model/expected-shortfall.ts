import type { Rational } from '#libs/domain/numerics/rational.js';
import { bufferLength, selectSmallest } from './select-smallest.js';
import type { TailCount } from './tail-count.js';

const BASIS = 10_000n;

/** Scratch space for the tails of vectors of one set; a buffer serves one computation at a time. */
export function tailBuffer(tails: readonly TailCount[]): Float64Array {
  return new Float64Array(Math.max(1, ...tails.map((t) => bufferLength(t.scenarios, t.kept))));
}

/**
 * Expected shortfall of `pnl[from .. from + scenarios)` (margin-model.md c.1): the mean of the k
 * largest losses, the last one in part where k is no integer, as an exact fraction.
 * @param pnl integer quanta, gains positive, each below 2^53 in size
 * @returns the loss in quanta, positive when the tail loses
 */
export function expectedShortfall(
  pnl: Float64Array,
  from: number,
  tail: TailCount,
  buffer: Float64Array,
): Rational {
  selectSmallest(pnl, from, from + tail.scenarios, tail.kept, buffer);
  const whole = exactSum(buffer, tail.whole);
  const part = tail.remainder > 0 ? BigInt(buffer[tail.whole]!) * BigInt(tail.remainder) : 0n;
  return {
    numerator: -(whole * BASIS + part),
    denominator: BigInt(tail.tenThousandths),
  };
}

/**
 * Value at risk (margin-model.md c.1): the loss of rank ceil(k), in quanta; `pnl` as in
 * {@link expectedShortfall}.
 */
export function valueAtRisk(
  pnl: Float64Array,
  from: number,
  tail: TailCount,
  buffer: Float64Array,
): number {
  selectSmallest(pnl, from, from + tail.scenarios, tail.kept, buffer);
  return 0 - buffer[tail.kept - 1]!;
}

/** The sum of `count` integers of binary64; in binary64 itself where that cannot round. */
function exactSum(values: Float64Array, count: number): bigint {
  let [sum, size] = [0, 0];
  for (let i = 0; i < count; i++) {
    sum += values[i]!;
    size += Math.abs(values[i]!);
  }
  if (size < Number.MAX_SAFE_INTEGER) return BigInt(sum);
  let exact = 0n;
  for (let i = 0; i < count; i++) exact += BigInt(values[i]!);
  return exact;
}
