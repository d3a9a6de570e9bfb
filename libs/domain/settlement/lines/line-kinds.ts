import type { SettlementLine, SettlementLineKind } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { CycleLine } from './cycle-line.js';
import { EXERCISE_LINES } from './exercise-line.js';
import { FEE_LINES } from './fee-line.js';
import { FINAL_SETTLEMENT_LINES } from './final-settlement-line.js';
import { GAINS_HAIRCUT_LINES } from './gains-haircut-line.js';
import { FUNDING_LINES } from './funding-line.js';
import { INTEREST_LINES } from './interest-line.js';
import type { LineBasis, LineKind } from './line-kind.js';
import { PREMIUM_LINES } from './premium-line.js';
import { PRICE_ALIGNMENT_LINES } from './price-alignment-line.js';
import { VARIATION_MARGIN_LINES } from './variation-margin-line.js';

/** Every kind of line that a cycle books, in the order in which an account's lines stand. */
export const LINE_KINDS: Readonly<Record<SettlementLineKind, LineKind<CycleLine>>> = {
  VARIATION_MARGIN: VARIATION_MARGIN_LINES,
  PREMIUM: PREMIUM_LINES,
  FINAL_SETTLEMENT: FINAL_SETTLEMENT_LINES,
  EXERCISE: EXERCISE_LINES,
  FUNDING: FUNDING_LINES,
  PRICE_ALIGNMENT: PRICE_ALIGNMENT_LINES,
  FEE: FEE_LINES,
  INTEREST: INTEREST_LINES,
  GAINS_HAIRCUT: GAINS_HAIRCUT_LINES,
};

const KINDS = Object.values(LINE_KINDS);
const ORDER = Object.keys(LINE_KINDS);

/** Accounts that a cycle may bring something, by name. */
export function accountsWithLines(house: HouseState): string[] {
  const accounts = new Set<string>();
  for (const kind of KINDS) for (const account of kind.accounts(house)) accounts.add(account);
  return [...accounts].sort();
}

/** What a cycle run now books for an account (settlement-and-collateral.md, "A settlement cycle", 2). */
export function linesOf(house: HouseState, account: string, basis: LineBasis): CycleLine[] {
  return KINDS.flatMap((kind) => kind.lines(house, account, basis));
}

/** The same in the order in which they are recorded: by kind, then by instrument. */
export function inOrder(lines: readonly CycleLine[]): CycleLine[] {
  return lines.toSorted((a, b) => {
    if (a.kind !== b.kind) return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
    return (a.instrument ?? '') < (b.instrument ?? '') ? -1 : 1;
  });
}

/** Whether intraday cycles leave a line to the end of the day. */
export const isEndOfDayOnly = ({ kind }: CycleLine): boolean =>
  LINE_KINDS[kind].endOfDayOnly === true;

/** A line as the ledger records it and the account is told. */
export function recordedLine(house: HouseState, account: string, line: CycleLine): SettlementLine {
  const { kind, instrument, currency, amountMinor } = line;
  const scale = referenceOf(house).currencyScales.get(currency) ?? 0;
  const details = LINE_KINDS[kind].details(house, line, account);
  const ofInstrument = instrument === undefined ? {} : { instrument };
  return { kind, ...ofInstrument, ...details, amount: formatUnits(amountMinor, scale) };
}
