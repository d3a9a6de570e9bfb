import type { HouseState } from '#libs/domain/house/house-state.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { businessDateOf } from './calendar.js';
import type { CycleLine } from './lines/cycle-line.js';
import { linesOf } from './lines/line-kinds.js';

/** What a cycle run now would bring an account. */
export interface Unsettled {
  readonly lines: readonly CycleLine[];
  /** An instrument that needs a mark and has none: without it nobody can say. */
  readonly withoutMark: string | undefined;
}

/**
 * What a cycle run now would book for an account: variation margin at the marks since its last cycle,
 * premium not yet settled, funding, fees and interest accrued (margin-model.md section 0, row 10). They
 * are the lines that the cycle itself would have at those prices; what only the end of a day books is
 * what it would book if the day ended now: exercise of options that have expired too.
 */
export function unsettledOf(house: HouseState, account: string, marks: MarkSource): Unsettled {
  let withoutMark: string | undefined;
  const priceOf: MarkSource = (instrument) => {
    const ticks = marks(instrument);
    if (ticks === undefined) withoutMark ??= instrument;
    return ticks;
  };
  const lines = linesOf(house, account, {
    priceOf,
    endOfDay: dateOfNow(house),
    isProspective: true,
  });
  return { lines, withoutMark };
}

/** The date that now is of; undefined while nothing is charged by days. */
function dateOfNow({ charges, ledgerTimeMs, reference }: HouseState): string | undefined {
  if (!charges.closing || ledgerTimeMs === undefined) return undefined;
  return businessDateOf(reference?.data.calendar, ledgerTimeMs);
}
