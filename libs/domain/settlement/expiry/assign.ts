import { invariant } from '#libs/domain/kernel/assert.js';
import type { Assignment } from '#libs/domain/reference-data/model.js';
import { SeededDraw } from './seeded-draw.js';

/** Who is short of an option: an account, or one client of a gross omnibus account. */
export interface ShortLots {
  /** Which of the holders it is; the same for nobody else. */
  readonly holder: string;
  /** Whole lots, more than 0. */
  readonly lots: number;
}

/**
 * Assigns exercised lots to those who are short, exactly: the lots assigned add up to those exercised and
 * nobody is assigned more than it is short of.
 *
 * `lottery`: the shorts stand in an order drawn from the seed, their lots in one row, and every `N / A`-th
 * of the N lots is assigned from a start drawn from the seed (systematic sampling, as the options exchanges
 * do it). Every lot is assigned with the same chance, A / N, and no holder gets more or less than its share
 * rounded up or down. `pro-rata`: every holder gets its share rounded down and the largest remainders get
 * what is left; which of equal remainders comes first is drawn.
 * @param exercised whole lots, at most the sum of the shorts
 * @param seed what the lottery is drawn from, such as the ledger gives it
 * @returns assigned lots by holder, in the order of `shorts`
 */
export function assign(
  exercised: bigint,
  shorts: readonly ShortLots[],
  method: Assignment,
  seed: string,
): number[] {
  const total = shorts.reduce((sum, { lots }) => sum + BigInt(lots), 0n);
  invariant(
    exercised >= 0n && exercised <= total,
    'more lots are exercised than anybody is short of',
  );
  if (exercised === 0n) return shorts.map(() => 0);
  if (exercised === total) return shorts.map(({ lots }) => lots);
  // The order in which shorts are handed in says nothing: it is theirs by name.
  const byName = shorts
    .map(({ holder, lots }, index) => ({ holder, lots: BigInt(lots), index }))
    .sort((a, b) => (a.holder < b.holder ? -1 : 1));
  const draw = new SeededDraw(seed);
  const order = draw.shuffled(byName);
  const assigned = shorts.map(() => 0);
  const share =
    method === 'lottery'
      ? everyNth(order, exercised, total, draw.belowBig(total))
      : largestRemainders(order, exercised, total);
  order.forEach(({ index }, i) => (assigned[index] = Number(share[i])));
  return assigned;
}

type Lots = readonly { readonly lots: bigint }[];

function everyNth(order: Lots, exercised: bigint, total: bigint, start: bigint): bigint[] {
  let upTo = start;
  let before = (upTo * exercised) / total;
  return order.map(({ lots }) => {
    upTo += lots;
    const after = (upTo * exercised) / total;
    const count = after - before;
    before = after;
    return count;
  });
}

function largestRemainders(order: Lots, exercised: bigint, total: bigint): bigint[] {
  const parts = order.map(({ lots }, i) => {
    const exact = lots * exercised;
    return { i, units: exact / total, remainder: exact % total };
  });
  let left = exercised - parts.reduce((sum, { units }) => sum + units, 0n);
  // Sorting is stable: equal remainders stay in the order that was drawn.
  for (const part of parts.toSorted((a, b) =>
    a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : 0,
  )) {
    if (left === 0n) break;
    part.units += 1n;
    left -= 1n;
  }
  return parts.map(({ units }) => units);
}
