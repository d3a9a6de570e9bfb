import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type {
  AccountSettled,
  CyclePrice,
  CycleType,
} from '#libs/domain/events/settlement-events.js';
import { cashBook, transfer } from '#libs/domain/books/books.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { instrumentsAccrued } from '#libs/domain/funding/funding-state.js';
import { cyclePrices, type CyclePrices, type InstrumentPrice } from './cycle-prices.js';
import type { CycleLine } from './lines/cycle-line.js';
import type { LineBasis } from './lines/line-kind.js';
import {
  accountsWithLines,
  inOrder,
  LINE_KINDS,
  linesOf,
  recordedLine,
} from './lines/line-kinds.js';

export interface CycleRequest {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  /** The calendar time that it runs for, when the calendar asked. */
  readonly scheduledFor?: string;
}

export type CycleOutcome =
  | {
      readonly kind: 'completed';
      readonly events: readonly NewEvent[];
      /** Expired instruments that keep their last price. */
      readonly withoutFinalPrice: readonly string[];
    }
  | { readonly kind: 'missing-prices'; readonly missing: readonly string[] };

/**
 * A settlement cycle: one decision at one ledger position (settlement-and-collateral.md). Either every
 * instrument that pays variation margin has its price and everything is booked, or nothing is.
 */
export function runCycle(
  house: HouseState,
  request: CycleRequest,
  marks: MarkSource,
): CycleOutcome {
  const prices = cyclePrices(house, request.type, request.businessDate, marks);
  if (prices.missing.length > 0) return { kind: 'missing-prices', missing: prices.missing };
  const settled = settleAccounts(house, request, prices);
  const funding = instrumentsAccrued(house.funding);
  const { cycleId, type, businessDate, scheduledFor } = request;
  const completed: NewEvent = {
    type: 'SettlementCycleCompleted',
    streamId: `settlement/${cycleId}`,
    effectiveDate: businessDate,
    payload: {
      cycleId,
      type,
      businessDate,
      prices: prices.found.map((price) => cyclePrice(house, price)),
      ...(prices.premiums.length === 0 ? {} : { premiums: prices.premiums }),
      ...(funding.length === 0 ? {} : { funding }),
      withoutFinalPrice: prices.withoutFinalPrice,
      accounts: settled.length,
      turnover: turnoverOf(house, settled),
      ...(scheduledFor === undefined ? {} : { scheduledFor }),
    },
  };
  return {
    kind: 'completed',
    events: [completed, ...settled.map(accountEvent)],
    withoutFinalPrice: prices.withoutFinalPrice,
  };
}

const accountEvent = (payload: AccountSettled): NewEvent => ({
  type: 'AccountSettled',
  streamId: `account/${payload.account}`,
  effectiveDate: payload.businessDate,
  payload,
});

function cyclePrice(house: HouseState, { instrument, ticks }: InstrumentPrice): CyclePrice {
  const terms = referenceOf(house).instruments.get(instrument);
  invariant(terms, () => `no terms for ${instrument}`);
  const previous = house.settlement.lastSettledTicks.get(instrument);
  return {
    instrument,
    ...(previous === undefined ? {} : { previousSettlementPrice: ticksToPrice(terms, previous) }),
    settlementPrice: ticksToPrice(terms, ticks),
  };
}

/** The lines of every account, netted per currency; those of a kind and instrument add up to zero. */
function settleAccounts(
  house: HouseState,
  request: CycleRequest,
  { found }: CyclePrices,
): AccountSettled[] {
  const ticks = new Map(found.map((price) => [price.instrument, price.ticks]));
  const basis: LineBasis = { priceOf: (instrument) => ticks.get(instrument) };
  const settled: AccountSettled[] = [];
  const sums = new Map<string, bigint>();
  for (const account of accountsWithLines(house)) {
    const byCurrency = new Map<string, CycleLine[]>();
    for (const line of inOrder(linesOf(house, account, basis))) {
      const { kind, instrument, currency, amountMinor } = line;
      const key = `${kind} of ${instrument}`;
      sums.set(key, (sums.get(key) ?? 0n) + amountMinor);
      const lines = byCurrency.get(currency);
      if (lines) lines.push(line);
      else byCurrency.set(currency, [line]);
    }
    for (const [currency, lines] of byCurrency)
      settled.push(settledAccount(house, request, account, currency, lines));
  }
  for (const [key, sum] of sums) invariant(sum === 0n, () => `${key} adds up to ${sum}`);
  return settled;
}

function settledAccount(
  house: HouseState,
  request: CycleRequest,
  account: string,
  currency: string,
  lines: readonly CycleLine[],
): AccountSettled {
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  return {
    cycleId: request.cycleId,
    type: request.type,
    businessDate: request.businessDate,
    cyclePosition: house.position + 1,
    account,
    currency,
    amount: formatUnits(amountMinor, scaleOf(house, currency)),
    lines: lines.map((line) => recordedLine(house, line)),
    journal: journalOf(account, currency, lines),
  };
}

/** Each kind of line is paid through its book, netted; what nets to nothing moves nothing. */
function journalOf(account: string, currency: string, lines: readonly CycleLine[]): JournalLine[] {
  const byBook = new Map<string, bigint>();
  for (const { kind, amountMinor } of lines) {
    const book = LINE_KINDS[kind].bookOf(currency);
    byBook.set(book, (byBook.get(book) ?? 0n) + amountMinor);
  }
  return [...byBook]
    .filter(([, minor]) => minor !== 0n)
    .flatMap(([book, minor]) => transfer(book, cashBook(account, currency), currency, minor));
}

const scaleOf = (house: HouseState, currency: string): number =>
  referenceOf(house).data.currencies[currency]?.scale ?? 0;

function turnoverOf(
  house: HouseState,
  settled: readonly AccountSettled[],
): { currency: string; amount: string }[] {
  const paid = new Map<string, bigint>();
  for (const { journal } of settled)
    for (const { book, asset, amount } of journal) {
      const units = BigInt(amount);
      if (book.startsWith('account/') && units > 0n)
        paid.set(asset, (paid.get(asset) ?? 0n) + units);
    }
  return [...paid].map(([currency, units]) => ({
    currency,
    amount: formatUnits(units, scaleOf(house, currency)),
  }));
}
