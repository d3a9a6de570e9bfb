import { ExactTally } from '#libs/domain/numerics/exact-tally.js';
import type { Rational } from '#libs/domain/numerics/rational.js';
import { bufferLength, selectSmallest } from './select-smallest.js';
import type { TailCount } from './tail-count.js';

const BASIS = 10_000;

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
  return shortfallOfTail(buffer, tail);
}

/** The same of a tail that was selected: its P&L at the front of `worst`, the least bad one last. */
export function shortfallOfTail(worst: Float64Array, tail: TailCount): Rational {
  const { tenThousandths, whole, remainder } = tail;
  const sum = new ExactTally();
  for (let i = 0; i < whole; i++) sum.add(worst[i]!, BASIS);
  if (remainder > 0) sum.add(worst[whole]!, remainder);
  return { numerator: -sum.total, denominator: BigInt(tenThousandths) };
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
