import { balanceOf, EXTERNAL_BANK, transfer } from '#libs/domain/books/books.js';
import type { LayerApplied, LossPaid, LossPayment } from '#libs/domain/events/default-events.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { ceilDiv, floorDiv } from '#libs/domain/kernel/rounding.js';
import { cutsGains, defaultBook, type AmountLost, type DefaultCase } from './default-state.js';
import { payablesOf, type Payable } from './payables.js';

/**
 * The default's cash pays the loss once all layers are applied: what the close-out cost, the debts of the
 * defaulter's accounts, and into settlement what the next cycle takes from them (default-management.md,
 * step 7), at the rates at which the loss was determined. What the layers did not bring since gains are to be
 * cut is left for that cycle, last of all.
 * @param now layers of the same decision, which are not folded yet
 */
export function payLoss(
  house: HouseState,
  of: DefaultCase,
  now: readonly LayerApplied[],
): LossPaid {
  const { baseCurrency, baseScale } = referenceOf(house);
  let cashMinor = cashOfDefault(house, of, now);
  const paidOf = new Map<AmountLost, bigint>();
  const payments: LossPayment[] = [];
  const journal: JournalLine[] = [];
  for (const payable of payablesOf(house, of)) {
    const before = paidOf.get(payable.of) ?? 0n;
    const { paidMinor, spentMinor } = affordable(payable, before, cashMinor);
    if (paidMinor <= 0n) continue;
    cashMinor -= spentMinor;
    paidOf.set(payable.of, before + paidMinor);
    journal.push(...pay(of, baseCurrency, payable, paidMinor, spentMinor));
    payments.push(paymentOf(house, payable, paidMinor));
  }
  return {
    defaultId: of.defaultId,
    member: of.member,
    step: 'LOSS_PAID',
    currency: baseCurrency,
    payments,
    reserved: formatUnits(of.reservedMinor + reservedNow(now, baseScale), baseScale),
    journal,
  };
}

/** What the default's cash holds once the layers of this decision are in it, in minor units. */
function cashOfDefault(
  house: HouseState,
  { defaultId }: DefaultCase,
  now: readonly LayerApplied[],
): bigint {
  const { baseCurrency } = referenceOf(house);
  const own = defaultBook(defaultId, baseCurrency);
  return now
    .flatMap(({ journal }) => journal)
    .filter(({ book }) => book === own)
    .reduce((sum, { amount }) => sum + BigInt(amount), balanceOf(house.books, own, baseCurrency));
}

/** What layers of this decision leave to be cut from gains, in minor units of the base currency. */
export const reservedNow = (now: readonly LayerApplied[], baseScale: number): bigint =>
  now
    .filter(({ layer }) => cutsGains(layer))
    .reduce((sum, layer) => sum + reservedMinorOf(layer, baseScale), 0n);

/** What a layer that cuts gains leaves to the next cycle: all but what is cut of gains that are due. */
export function reservedMinorOf(
  { used, contributions = [] }: Pick<LayerApplied, 'used' | 'contributions'>,
  baseScale: number,
): bigint {
  const minorOf = (amount: string): bigint => toUnits(parseDecimal(amount), baseScale) ?? 0n;
  return contributions.reduce((left, { amount }) => left - minorOf(amount), minorOf(used));
}

/**
 * As much of a payable as the cash can buy, and what that costs: parts of an amount lost are rounded so that
 * together they cost what it does.
 * @param before what of the same amount was paid before
 */
function affordable(
  { minor, of }: Payable,
  before: bigint,
  cashMinor: bigint,
): { readonly paidMinor: bigint; readonly spentMinor: bigint } {
  const costUpTo = (paid: bigint): bigint => ceilDiv(of.costMinor * paid, of.minor);
  const spent = costUpTo(before);
  const whole = costUpTo(before + minor) - spent;
  if (whole <= cashMinor) return { paidMinor: minor, spentMinor: whole };
  if (cashMinor <= 0n) return { paidMinor: 0n, spentMinor: 0n };
  const upTo = floorDiv((spent + cashMinor) * of.minor, of.costMinor);
  const paidMinor = upTo - before < minor ? upTo - before : minor;
  return { paidMinor, spentMinor: costUpTo(before + paidMinor) - spent };
}

/** A payment in another currency is bought. */
function pay(
  of: DefaultCase,
  baseCurrency: string,
  { into, of: { currency } }: Payable,
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

function paymentOf(
  house: HouseState,
  { to, account, of: { currency } }: Payable,
  minor: bigint,
): LossPayment {
  const scale = referenceOf(house).currencyScales.get(currency) ?? 0;
  return {
    to,
    ...(account === undefined ? {} : { account }),
    currency,
    amount: formatUnits(minor, scale),
  };
}
