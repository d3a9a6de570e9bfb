import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type {
  AccountSettled,
  CyclePrice,
  CycleType,
  SettlementLine,
} from '#libs/domain/events/settlement-events.js';
import { cashBook, settlementBook, transfer } from '#libs/domain/books/books.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { cyclePrices, type InstrumentPrice } from './cycle-prices.js';
import { variationMarginMinor } from './variation-margin.js';

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
export function runCycle(house: HouseState, request: CycleRequest): CycleOutcome {
  const prices = cyclePrices(house, request.type, request.businessDate);
  if (prices.missing.length > 0) return { kind: 'missing-prices', missing: prices.missing };
  const settled = settleAccounts(house, request, prices.found);
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

interface LineWithAmount {
  readonly line: SettlementLine;
  readonly amountMinor: bigint;
}

/** The lines of every account, netted per currency; variation margin adds up to zero per currency. */
function settleAccounts(
  house: HouseState,
  request: CycleRequest,
  prices: readonly InstrumentPrice[],
): AccountSettled[] {
  const byAccount = new Map<string, Map<string, LineWithAmount[]>>();
  for (const price of prices) {
    let sum = 0n;
    const terms = referenceOf(house).instruments.get(price.instrument);
    invariant(terms, () => `no terms for ${price.instrument}`);
    for (const account of house.trading.holders.get(price.instrument) ?? []) {
      const entry = lineOf(house, account, price);
      sum += entry.amountMinor;
      let ofAccount = byAccount.get(account);
      if (!ofAccount) byAccount.set(account, (ofAccount = new Map<string, LineWithAmount[]>()));
      const lines = ofAccount.get(terms.currency);
      if (lines) lines.push(entry);
      else ofAccount.set(terms.currency, [entry]);
    }
    invariant(sum === 0n, () => `variation margin in ${price.instrument} adds up to ${sum}`);
  }
  const settled: AccountSettled[] = [];
  for (const account of [...byAccount.keys()].sort())
    for (const [currency, lines] of byAccount.get(account) ?? [])
      settled.push(settledAccount(house, request, account, currency, lines));
  return settled;
}

function lineOf(house: HouseState, account: string, price: InstrumentPrice): LineWithAmount {
  const terms = referenceOf(house).instruments.get(price.instrument);
  const holding = house.trading.holdings.get(account)?.get(price.instrument);
  invariant(
    terms && holding,
    () => `${account} is a holder of ${price.instrument} without holding`,
  );
  const previous = house.settlement.lastSettledTicks.get(price.instrument);
  invariant(
    previous !== undefined || holding.openingLots === 0,
    () => `${account} opens in ${price.instrument} without a settlement price`,
  );
  const amountMinor = variationMarginMinor(
    holding,
    price.ticks,
    previous ?? 0,
    terms.tickValueMinor,
  );
  return {
    amountMinor,
    line: {
      kind: 'VARIATION_MARGIN',
      instrument: price.instrument,
      ...(previous === undefined ? {} : { previousSettlementPrice: ticksToPrice(terms, previous) }),
      settlementPrice: ticksToPrice(terms, price.ticks),
      openingPosition: String(holding.openingLots),
      tradedQuantity: String(holding.tradedLots),
      closingPosition: String(holding.lots),
      amount: formatUnits(amountMinor, scaleOf(house, terms.currency)),
    },
  };
}

function settledAccount(
  house: HouseState,
  request: CycleRequest,
  account: string,
  currency: string,
  lines: readonly LineWithAmount[],
): AccountSettled {
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const journal: JournalLine[] =
    amountMinor === 0n
      ? []
      : transfer(settlementBook(currency), cashBook(account, currency), currency, amountMinor);
  return {
    cycleId: request.cycleId,
    type: request.type,
    businessDate: request.businessDate,
    cyclePosition: house.position + 1,
    account,
    currency,
    amount: formatUnits(amountMinor, scaleOf(house, currency)),
    lines: lines.map(({ line }) => line),
    journal,
  };
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
