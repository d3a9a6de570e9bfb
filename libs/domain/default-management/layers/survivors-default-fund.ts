import { balanceOf, defaultFundBook, transfer } from '#libs/domain/books/books.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import { defaultBook } from '../default-state.js';
import { smaller, survivorsOf, type LayerRule, type LayerShare } from './layer-rule.js';

/**
 * The survivors' contributions, pro rata by the largest remainder (margin-model.md h.2). Where the rules
 * put those first who did not bid, the others are only asked for what those do not cover.
 */
export const survivorsDefaultFund: LayerRule = ({ house, of, lossMinor }) => {
  const { baseCurrency, data } = referenceOf(house);
  const held = new Map<string, bigint>();
  for (const member of survivorsOf(house)) {
    const minor = balanceOf(house.books, defaultFundBook(member), baseCurrency);
    if (minor > 0n) held.set(member, minor);
  }
  const availableMinor = sumOf(held);
  const usedMinor = smaller(availableMinor, lossMinor);
  const isJunior = (member: string): boolean =>
    data.defaultManagement?.juniorisation === true && of.didNotBid.has(member);
  const contributions: LayerShare[] = [];
  let left = usedMinor;
  for (const tier of [true, false]) {
    const ofTier = new Map([...held].filter(([member]) => isJunior(member) === tier));
    const minor = smaller(sumOf(ofTier), left);
    left -= minor;
    contributions.push(...proRata(minor, ofTier));
  }
  const into = defaultBook(of.defaultId, baseCurrency);
  const journal = contributions.flatMap(({ member, minor }) =>
    transfer(defaultFundBook(member), into, baseCurrency, minor),
  );
  return { availableMinor, usedMinor, contributions, journal };
};

const sumOf = (amounts: ReadonlyMap<string, bigint>): bigint =>
  [...amounts.values()].reduce((sum, minor) => sum + minor, 0n);

/** Splits an amount in proportion to what each holds: nobody ever pays more than it holds. */
function proRata(minor: bigint, held: ReadonlyMap<string, bigint>): LayerShare[] {
  if (minor === 0n) return [];
  const parts = largestRemainder(
    minor,
    [...held].map(([id, numerator]) => ({ id, numerator })),
  );
  return [...parts]
    .filter(([, part]) => part > 0n)
    .map(([member, part]) => ({ member, minor: part }));
}
