import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import {
  multiply,
  rational,
  rationalFromDecimal,
  roundToEven,
} from '#libs/domain/numerics/rational.js';
import { daysCharged, DAYS_OF_YEAR } from './days-charged.js';

/** Interest of one account in one currency. */
export interface CashInterest {
  readonly currency: string;
  /** Minor units, positive when the account receives; negative at a rate below zero. */
  readonly minor: bigint;
}

/**
 * Interest on cash collateral (clearing-house.yaml, `cashInterest`): what the account held when the last
 * end-of-day cycle had been booked, times the rate in force, times days/360, exact and rounded half-even
 * to the minor unit. Debts bear none. What rounds to nothing is left out.
 * @param endOfDay the business date up to whose end it is due; undefined where no day ends
 */
export function cashInterestOf(
  house: HouseState,
  account: string,
  endOfDay: string | undefined,
): CashInterest[] {
  const { closing } = house.charges;
  const days = daysCharged(closing, endOfDay);
  if (!closing || days === 0n) return [];
  const interest: CashInterest[] = [];
  for (const [currency, rate] of Object.entries(referenceOf(house).data.cashInterest)) {
    const held = closing.cash.get(currency)?.get(account);
    if (held === undefined) continue;
    const minor = roundToEven(
      multiply(rational(held * days, DAYS_OF_YEAR), rationalFromDecimal(rate)),
    );
    if (minor !== 0n) interest.push({ currency, minor });
  }
  return interest;
}
