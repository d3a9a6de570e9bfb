import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { accountOfHolder, holderOfCashBook } from '#libs/domain/books/holder.js';
import { holdersOf } from '#libs/domain/collateral/buckets.js';
import type {
  AccountSettled,
  SettlementCycleCompleted,
} from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { putAmount, type AmountsByCurrency } from './charge-state.js';

/**
 * Takes a cycle: what fees were owed is booked with it, and one of the end of the day closes the day.
 * What it brings each account follows by its part ({@link takePartIntoClosing}).
 */
export function takeCycleIntoCharges(house: HouseState, cycle: SettlementCycleCompleted): void {
  house.charges.fees.clear();
  if (cycle.type !== 'EOD') return;
  const { cashInterest } = referenceOf(house).data;
  const bearing = new Set(Object.keys(cashInterest));
  const { cumulative } = house.charges;
  if (bearing.size === 0 && !cumulative) {
    house.charges.closing = undefined;
    return;
  }
  const copied = [...(cumulative ?? [])].map(
    ([each, amounts]) => [each, new Map(amounts)] as const,
  );
  house.charges.closing = {
    date: cycle.businessDate,
    cash: cashOf(house, bearing),
    cumulative: new Map(copied),
  };
}

/** Takes an account's part of a cycle, which has been posted. */
export function takePartIntoClosing(house: HouseState, settled: AccountSettled): void {
  const { closing, cumulative } = house.charges;
  const { type, account, currency } = settled;
  if (cumulative) {
    const before = cumulative.get(currency)?.get(account) ?? 0n;
    const minor = before + variationMarginOf(settled);
    putAmount(cumulative, currency, account, minor);
    if (closing && type === 'EOD') putAmount(closing.cumulative, currency, account, minor);
  }
  if (!closing || type !== 'EOD' || !closing.cash.has(currency)) return;
  const held = holdersOf(house, account)
    .map((holder) => balanceOf(house.books, cashBook(holder, currency), currency))
    .reduce((sum, minor) => (minor > 0n ? sum + minor : sum), 0n);
  putAmount(closing.cash, currency, account, held);
}

/** Variation margin in an account's part, the last one too, in minor units: its amounts have every decimal. */
const variationMarginOf = ({ lines }: AccountSettled): bigint =>
  lines
    .filter(({ kind }) => kind === 'VARIATION_MARGIN' || kind === 'FINAL_SETTLEMENT')
    .reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);

/** The cash of every account and its buckets in some currencies; debts bear no interest. */
function cashOf({ books }: HouseState, currencies: ReadonlySet<string>): AmountsByCurrency {
  const cash: AmountsByCurrency = new Map([...currencies].map((each) => [each, new Map()]));
  for (const [book, held] of books) {
    const holder = holderOfCashBook(book);
    if (holder === undefined) continue;
    const account = accountOfHolder(holder);
    for (const [currency, minor] of held) {
      if (minor <= 0n || !currencies.has(currency)) continue;
      putAmount(cash, currency, account, (cash.get(currency)?.get(account) ?? 0n) + minor);
    }
  }
  return cash;
}
