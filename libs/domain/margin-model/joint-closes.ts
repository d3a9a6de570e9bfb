import type { PriceHistory } from './price-history.js';

export interface JointCloses {
  /** The dates on which every factor has a close, ascending. */
  readonly dates: readonly string[];
  /** Per history, in the order given, its closes on those dates. */
  readonly closes: readonly Float64Array[];
}

/**
 * The closes of all factors on their joint dates (contract, "Price history"): a factor that is
 * missing on a date takes that date from all, it is never filled forward (margin-model.md b.1).
 */
export function jointCloses(histories: readonly PriceHistory[]): JointCloses {
  const [first, ...others] = histories;
  if (first === undefined) return { dates: [], closes: [] };
  const cursors = histories.map(() => 0);
  const dates: string[] = [];
  const picked: number[][] = histories.map(() => []);
  first.dates.forEach((date, index) => {
    cursors[0] = index;
    let everywhere = true;
    others.forEach((other, offset) => {
      let cursor = cursors[offset + 1]!;
      while (cursor < other.dates.length && other.dates[cursor]! < date) cursor++;
      cursors[offset + 1] = cursor;
      if (other.dates[cursor] !== date) everywhere = false;
    });
    if (!everywhere) return;
    dates.push(date);
    histories.forEach((history, i) => picked[i]!.push(history.closes[cursors[i]!]!));
  });
  return { dates, closes: picked.map((closes) => Float64Array.from(closes)) };
}
