import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal } from '#libs/domain/kernel/decimal.js';
import { roundToSameSum } from '#libs/domain/kernel/rounding.js';
import type { AmountsByCurrency, Closing } from './charge-state.js';
import { daysCharged, DAYS_OF_YEAR } from './days-charged.js';

/** Whether accounts pay each other interest on variation margin (clearing-house.yaml). */
export const alignsPrices = ({ priceAlignment }: ReferenceData): boolean =>
  priceAlignment?.enabled === true;

/** Cumulative variation margin is counted while price alignment is on, from zero each time. */
export function heedPriceAlignment(house: HouseState): void {
  const { charges } = house;
  if (alignsPrices(referenceOf(house).data)) charges.cumulative ??= new Map();
  else {
    charges.cumulative = undefined;
    charges.closing?.cumulative.clear();
  }
}

/**
 * Price alignment of every account in one currency: `-cumVM * rate * days/360`, so that who received
 * variation margin pays for having it, rounded so that nothing is lost between the accounts
 * (margin-model.md f.3, f.2).
 * @param cumulative in minor units by account; they add up to zero
 * @param rate per year; below zero, who received is paid
 * @returns minor units by account, positive when the account receives
 */
export function priceAlignment(
  cumulative: ReadonlyMap<string, bigint>,
  rate: string,
  days: bigint,
): Map<string, bigint> {
  const { units, scale } = parseDecimal(rate);
  const parts = [...cumulative].map(([id, minor]) => ({ id, numerator: -minor * units * days }));
  return roundToSameSum(parts, DAYS_OF_YEAR * 10n ** BigInt(scale));
}

/** What it brings every account from a closing on. */
interface Computed {
  readonly position: number;
  readonly days: bigint;
  readonly terms: ReferenceData['priceAlignment'];
  readonly amounts: AmountsByCurrency;
}

/** Follows from the state at one position: asked for account by account, computed once. */
const computed = new WeakMap<Closing, Computed>();

/**
 * Price alignment of every account since the last end of a day, by currency.
 * @param endOfDay the business date up to whose end it is due; undefined where no day ends
 */
export function priceAlignmentUntil(
  { charges: { closing }, position, reference }: HouseState,
  endOfDay: string | undefined,
): AmountsByCurrency {
  const terms = reference?.data.priceAlignment;
  const days = daysCharged(closing, endOfDay);
  if (!closing || !terms?.enabled || days === 0n) return new Map();
  const known = computed.get(closing);
  if (known?.position === position && known.days === days && known.terms === terms)
    return known.amounts;
  const amounts: AmountsByCurrency = new Map();
  for (const [currency, rate] of Object.entries(terms.rates)) {
    const cumulative = closing.cumulative.get(currency);
    if (cumulative) amounts.set(currency, priceAlignment(cumulative, rate, days));
  }
  computed.set(closing, { position, days, terms, amounts });
  return amounts;
}
