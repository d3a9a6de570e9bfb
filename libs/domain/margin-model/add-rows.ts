import { addLots } from './unit-row.js';

/** So many lots of one row of unit P&L. */
export interface WeightedRow {
  readonly lots: number;
  readonly row: { readonly pnl: Float64Array };
}

/** Rows that go through the target together: each pass over it costs as much as a row. */
const TOGETHER = 4;

/**
 * target += the sum of lots * row, exact while the sizes of all terms and of what the target holds stay
 * below 2^53 together (margin-model.md e.1): then the order, and how many rows go at once, change no bit.
 */
export function addRows(target: Float64Array, rows: readonly WeightedRow[]): void {
  let i = 0;
  for (; i + TOGETHER <= rows.length; i += TOGETHER)
    addFour(target, rows[i]!, rows[i + 1]!, rows[i + 2]!, rows[i + 3]!);
  if (i + 2 <= rows.length) {
    addTwo(target, rows[i]!, rows[i + 1]!);
    i += 2;
  }
  if (i < rows.length) addLots(target, rows[i]!.lots, rows[i]!.row.pnl);
}

function addTwo(target: Float64Array, first: WeightedRow, second: WeightedRow): void {
  const [m, a] = [first.lots, first.row.pnl];
  const [n, b] = [second.lots, second.row.pnl];
  for (let s = 0; s < target.length; s++) target[s] = target[s]! + m * a[s]! + n * b[s]!;
}

function addFour(
  target: Float64Array,
  first: WeightedRow,
  second: WeightedRow,
  third: WeightedRow,
  fourth: WeightedRow,
): void {
  const [k, a] = [first.lots, first.row.pnl];
  const [l, b] = [second.lots, second.row.pnl];
  const [m, c] = [third.lots, third.row.pnl];
  const [n, d] = [fourth.lots, fourth.row.pnl];
  for (let s = 0; s < target.length; s++)
    target[s] = target[s]! + k * a[s]! + l * b[s]! + m * c[s]! + n * d[s]!;
}
