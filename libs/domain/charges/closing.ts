import { balanceOf, cashBook } from '#libs/domain/books/books.js';
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
  const held = balanceOf(house.books, cashBook(account, currency), currency);
  putAmount(closing.cash, currency, account, held > 0n ? held : 0n);
}

/** Variation margin in an account's part, in minor units: its amounts have every decimal. */
const variationMarginOf = ({ lines }: AccountSettled): bigint =>
  lines
    .filter(({ kind }) => kind === 'VARIATION_MARGIN')
    .reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);

/** The cash of every account in some currencies; debts bear no interest and are left out. */
function cashOf({ books }: HouseState, currencies: ReadonlySet<string>): AmountsByCurrency {
  const cash: AmountsByCurrency = new Map([...currencies].map((each) => [each, new Map()]));
  for (const [book, held] of books) {
    const [kind, member, account, what, currency = ''] = book.split('/');
    if (kind !== 'account' || what !== 'cash' || !currencies.has(currency)) continue;
    const minor = held.get(currency) ?? 0n;
    if (minor > 0n) putAmount(cash, currency, `${member}/${account}`, minor);
  }
  return cash;
}
