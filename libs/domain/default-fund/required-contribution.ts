import { balanceOf, defaultFundBook } from '#libs/domain/books/books.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import type { Member } from '#libs/domain/reference-data/model.js';

/**
 * What a member has to contribute to the default fund, in minor units of the base currency: what the
 * reference data says where sizing is fixed, else its share at the last sizing, or the floor of one that
 * joined since; undefined before the first sizing (margin-model.md h.5).
 */
export function requiredContribution(house: HouseState, member: Member): bigint | undefined {
  const { data, baseScale } = referenceOf(house);
  const { defaultFund } = data;
  const minor = (amount: string): bigint => toUnits(parseDecimal(amount), baseScale) ?? 0n;
  if (defaultFund?.sizing !== 'cover-2') return minor(member.defaultFund ?? '0');
  const { sizing } = house.defaultFund;
  return sizing && (sizing.requiredMinor.get(member.id) ?? minor(defaultFund.memberFloor));
}

/** What a member has contributed, in minor units of the base currency. */
export function postedContribution(house: HouseState, member: string): bigint {
  return balanceOf(house.books, defaultFundBook(member), referenceOf(house).baseCurrency);
}

/** What a member's contribution is short of what is required; 0 before the first sizing. */
export function missingContribution(house: HouseState, member: Member): bigint {
  const missing =
    (requiredContribution(house, member) ?? 0n) - postedContribution(house, member.id);
  return missing > 0n ? missing : 0n;
}
