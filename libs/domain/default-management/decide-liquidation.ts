import {
  balanceOf,
  cashBook,
  EXTERNAL_BANK,
  EXTERNAL_CUSTODIAN,
  transfer,
  assetBook,
} from '#libs/domain/books/books.js';
import { holderInWords, holderOf } from '#libs/domain/books/holder.js';
import type { AccountLiquidated, CollateralSale } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { FillOrder, SaleOrder } from '#libs/domain/inputs/inputs.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { ok } from '#libs/domain/kernel/result.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import { bookFills } from './book-fills.js';
import { isInDefault } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { priceOfUnit, proceedsMinor } from './realised-value.js';
import { newCase } from './take-default.js';

/** What is to be closed out and sold of one account or bucket. */
export interface Liquidation {
  readonly account: string;
  readonly bucket?: string;
  readonly fills: readonly FillOrder[];
  readonly sales?: readonly SaleOrder[];
  readonly fees?: string;
}

/**
 * Liquidates one account, or one bucket of it, whose call stayed overdue beyond its escalation: positions at
 * stated prices, collateral into its own cash. Its neighbours are not touched, and what its own means do not
 * cover is its member's debt, called as any other (default-management.md, "Short of a default").
 */
export function liquidateAccount(
  house: HouseState,
  order: Liquidation,
  by: string,
): Stepped<NewEvent[]> {
  const { account, bucket, fills, sales = [], fees = '0' } = order;
  const call = judge(house, account, bucket);
  if (!call.ok) return call;
  const stray = fills.find(
    (fill) =>
      (fill.account ?? account) !== account || (bucket !== undefined && fill.instrument !== bucket),
  );
  if (stray)
    return refuseStep(
      'INVALID_FIELD',
      `${stray.quantity} ${stray.instrument} is not of ${holderInWords(holderOf(account, bucket))}: nothing else is liquidated with it`,
      'fills',
    );
  const { baseCurrency, baseScale } = referenceOf(house);
  const feesMinor = toUnits(parseDecimal(fees), baseScale);
  if (feesMinor === undefined || feesMinor < 0n)
    return refuseStep(
      'INVALID_FIELD',
      `fees ${fees.slice(0, 40)} are no amount of ${baseCurrency}`,
      'fees',
    );
  const defaultId = `${house.ledgerId}-L${house.defaults.liquidations + 1}`;
  const party = newCase(defaultId, memberOf(account), call.value.callId, by);
  const own = fills.map((fill) => ({ ...fill, account }));
  const booked = bookFills(house, party, own, false);
  if (!booked.ok) return booked;
  const sold = sellOwn(house, holderOf(account, bucket), account, sales);
  if (!sold.ok) return sold;
  const cash = cashBook(holderOf(account, bucket), baseCurrency);
  const payload: AccountLiquidated = {
    step: 'LIQUIDATED',
    defaultId,
    member: memberOf(account),
    account,
    ...(bucket === undefined ? {} : { bucket }),
    callId: call.value.callId,
    by,
    trades: booked.value.trades,
    sales: sold.value.sales,
    currency: baseCurrency,
    fees: formatUnits(feesMinor, baseScale),
    journal: [
      ...sold.value.journal,
      ...(feesMinor > 0n ? transfer(cash, EXTERNAL_BANK, baseCurrency, feesMinor) : []),
    ],
  };
  return ok([
    { type: 'AccountLiquidated', streamId: `default/${defaultId}`, payload },
    ...booked.value.events,
  ]);
}

/** The overdue call that allows it. */
function judge(
  house: HouseState,
  account: string,
  bucket: string | undefined,
): Stepped<MarginCallContent> {
  if (!referenceOf(house).accounts.has(account))
    return refuseStep('UNKNOWN_ACCOUNT', `${account} is not an account here`, 'account');
  const member = memberOf(account);
  if (isInDefault(house, member))
    return refuseStep(
      'ALREADY_IN_DEFAULT',
      `${member} is in default: its accounts are closed out with ccp default close-out`,
    );
  const escalated = openCalls(house.marginCalls, account).find(
    (call) => call.bucket === bucket && call.status === 'OVERDUE' && call.escalatedAt !== undefined,
  );
  if (escalated) return ok(escalated);
  return refuseStep(
    'OUT_OF_ORDER',
    `${holderInWords(holderOf(account, bucket))} has no call that stayed overdue beyond its escalation: it cannot be liquidated`,
    'account',
  );
}

interface Sold {
  readonly sales: readonly CollateralSale[];
  readonly journal: readonly JournalLine[];
}

/** Sells what the holder itself has, into its own cash of the base currency. */
function sellOwn(
  house: HouseState,
  holder: string,
  account: string,
  orders: readonly SaleOrder[],
): Stepped<Sold> {
  const { baseCurrency, baseScale, collateral } = referenceOf(house);
  const sales: CollateralSale[] = [];
  const journal: JournalLine[] = [];
  const left = new Map<string, bigint>();
  for (const [i, { asset, quantity, price }] of orders.entries()) {
    const terms = collateral.get(asset);
    const book = assetBook(holder, asset);
    const held = left.get(asset) ?? balanceOf(house.books, book, asset);
    const units = terms && toUnits(parseDecimal(quantity), terms.scale);
    if (!terms || terms.type === 'cash' || units === undefined || units <= 0n || units > held)
      return refuseStep(
        'INSUFFICIENT_HOLDING',
        `${quantity.slice(0, 40)} ${asset} cannot be sold: ${holderInWords(holder)} holds ${formatUnits(held, terms?.scale ?? 0)}`,
        `sales[${i}]`,
      );
    if (parseDecimal(price).units <= 0n)
      return refuseStep(
        'INVALID_FIELD',
        `a price of ${price.slice(0, 40)} brings nothing`,
        `sales[${i}]`,
      );
    left.set(asset, held - units);
    const minor = proceedsMinor(house, terms, units, priceOfUnit(terms, price));
    sales.push({ account, asset, quantity, price, proceeds: formatUnits(minor, baseScale) });
    journal.push(
      ...transfer(book, EXTERNAL_CUSTODIAN, asset, units),
      ...transfer(EXTERNAL_BANK, cashBook(holder, baseCurrency), baseCurrency, minor),
    );
  }
  return ok({ sales, journal });
}
