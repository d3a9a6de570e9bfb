import {
  balanceOf,
  cashBook,
  EXTERNAL_BANK,
  settlementBook,
  transfer,
} from '#libs/domain/books/books.js';
import type { LayerApplied, LossPaid, LossPayment } from '#libs/domain/events/default-events.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { outcomesOf, totalOf } from './account-outcome.js';
import { defaultBook, type DefaultCase } from './default-state.js';
import { accountsOf } from './find-default.js';
import { costMinor } from './realised-value.js';

/** One thing that the default's cash is to pay, in minor units of a currency. */
interface Payable {
  readonly to: LossPayment['to'];
  readonly account?: string;
  readonly currency: string;
  readonly minor: bigint;
  readonly into: string;
}

/**
 * The default's cash pays the loss once all layers are applied: what the close-out cost, the debts of the
 * defaulter's accounts, and into settlement what the next cycle takes from them (default-management.md,
 * step 7). What the layers did not bring since gains are to be cut is left for that cycle, last of all.
 * @param now layers of the same decision, which are not folded yet
 */
export function payLoss(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
  now: readonly LayerApplied[],
): LossPaid {
  const { baseCurrency, baseScale } = referenceOf(house);
  const units = (amount: string): bigint => toUnits(parseDecimal(amount), baseScale) ?? 0n;
  let cashMinor = balanceOf(house.books, defaultBook(of.defaultId, baseCurrency), baseCurrency);
  for (const { journal } of now)
    for (const { book, amount } of journal)
      if (book === defaultBook(of.defaultId, baseCurrency)) cashMinor += BigInt(amount);
  let reservedMinor = 0n;
  for (const { layer, used } of now)
    if (layer === 'GAINS_HAIRCUT' || layer === 'FULL_TEAR_UP') reservedMinor += units(used);
  reservedMinor += of.reservedMinor;
  const payments: LossPayment[] = [];
  const journal: JournalLine[] = [];
  for (const payable of payablesOf(house, marks, of)) {
    const costs = costMinor(house, payable.currency, payable.minor);
    invariant(costs !== undefined, () => `a payment in ${payable.currency} has no exchange rate`);
    const paidMinor = costs <= cashMinor ? payable.minor : partOf(payable, cashMinor, costs);
    if (paidMinor <= 0n) continue;
    const spent = costs <= cashMinor ? costs : (costMinor(house, payable.currency, paidMinor) ?? 0n);
    cashMinor -= spent;
    journal.push(...pay(of, baseCurrency, payable, paidMinor, spent));
    payments.push(paymentOf(house, payable, paidMinor));
  }
  return {
    defaultId: of.defaultId,
    member: of.member,
    step: 'LOSS_PAID',
    currency: baseCurrency,
    payments,
    reserved: formatUnits(reservedMinor, baseScale),
    journal,
  };
}

/** As much of a payable as the cash left can buy. */
const partOf = ({ minor }: Payable, cashMinor: bigint, costs: bigint): bigint =>
  cashMinor <= 0n ? 0n : floorDiv(minor * cashMinor, costs);

/** Costs first, then debts, then what the next cycle takes. */
function payablesOf(house: HouseState, marks: MarkSource, of: DefaultCase): Payable[] {
  const { baseCurrency } = referenceOf(house);
  const costs: Payable[] = [...of.owedToBidders].map(([account, minor]) => ({
    to: 'COSTS',
    account,
    currency: baseCurrency,
    minor,
    into: cashBook(account, baseCurrency),
  }));
  if (of.feesMinor > 0n)
    costs.push({ to: 'COSTS', currency: baseCurrency, minor: of.feesMinor, into: EXTERNAL_BANK });
  const house_ = accountsOf(house, of, 'house');
  const groups = [house_, ...accountsOf(house, of, 'clients').map((account) => [account])];
  const debts: Payable[] = [];
  const settlement: Payable[] = [];
  for (const accounts of groups) {
    for (const outcome of outcomesOf(house, marks, accounts, of.fills).byCurrency.values()) {
      const { currency } = outcome;
      let left = -totalOf(outcome);
      for (const account of accounts) {
        const owed = -balanceOf(house.books, cashBook(account, currency), currency);
        const minor = owed < left ? owed : left;
        if (minor <= 0n) continue;
        left -= minor;
        debts.push({ to: 'DEBT', account, currency, minor, into: cashBook(account, currency) });
      }
      if (left > 0n)
        settlement.push({
          to: 'SETTLEMENT',
          currency,
          minor: left,
          into: settlementBook(currency),
        });
    }
  }
  return [...costs, ...debts, ...settlement];
}

/** A payment in another currency is bought at the last accepted rate. */
function pay(
  of: DefaultCase,
  baseCurrency: string,
  { currency, into }: Payable,
  minor: bigint,
  spent: bigint,
): JournalLine[] {
  const from = defaultBook(of.defaultId, baseCurrency);
  if (currency === baseCurrency) return transfer(from, into, currency, minor);
  return [
    ...transfer(from, EXTERNAL_BANK, baseCurrency, spent),
    ...transfer(EXTERNAL_BANK, into, currency, minor),
  ];
}

function paymentOf(house: HouseState, { to, account, currency }: Payable, minor: bigint): LossPayment {
  const scale = referenceOf(house).currencyScales.get(currency) ?? 0;
  return {
    to,
    ...(account === undefined ? {} : { account }),
    currency,
    amount: formatUnits(minor, scale),
  };
}
