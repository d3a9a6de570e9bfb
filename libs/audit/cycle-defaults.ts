import { balanceOf, settlementBook } from '#libs/domain/books/books.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';

/** Lines of these kinds are no gains from other accounts: fees are the clearing house's, interest its bank's. */
const NOT_AMONG_ACCOUNTS: ReadonlySet<string> = new Set(['FEE', 'INTEREST', 'GAINS_HAIRCUT']);

/** A line of an account, in minor units of its currency. */
interface Line {
  readonly kind: string;
  readonly account: string;
  readonly currency: string;
  readonly minor: bigint;
}

/** What should be cut from an account's gain, in minor units of the currency. */
export interface ExpectedCut {
  readonly account: string;
  readonly currency: string;
  readonly minor: bigint;
}

/**
 * What a cycle should cut from gains so that it cuts as much together as it says: every gain of those who
 * are not in default in the same proportion, what is left to pay by the largest remainder (margin-model.md h.3).
 */
export function expectedCuts(
  house: HouseState,
  { defaults = [] }: SettlementCycleCompleted,
  lines: readonly Line[],
): ExpectedCut[] {
  const cutBefore = new Map<string, bigint>();
  const scaleOf = (currency: string) => referenceOf(house).currencyScales.get(currency) ?? 0;
  for (const { currency, cuts } of defaults) {
    const total = cuts.reduce((sum, cut) => sum + unitsOf(cut.amount, scaleOf(currency)), 0n);
    if (total === 0n) continue;
    const gains = gainsIn(house, lines, currency, cutBefore);
    const whole = [...gains.values()].reduce((sum, gain) => sum + gain, 0n);
    const shares = [...gains].map(([id, numerator]) => ({ id, numerator }));
    const paid =
      total < whole ? largestRemainder(whole - total, shares) : new Map<string, bigint>();
    for (const [account, gain] of gains) {
      const key = `${account} ${currency}`;
      cutBefore.set(key, (cutBefore.get(key) ?? 0n) + gain - (paid.get(account) ?? 0n));
    }
  }
  return [...cutBefore]
    .filter(([, minor]) => minor !== 0n)
    .map(([key, minor]) => {
      const [account = '', currency = ''] = key.split(' ');
      return { account, currency, minor };
    });
}

function gainsIn(
  { defaults }: HouseState,
  lines: readonly Line[],
  currency: string,
  cutBefore: ReadonlyMap<string, bigint>,
): Map<string, bigint> {
  const net = new Map<string, bigint>();
  for (const line of lines) {
    if (line.currency !== currency || NOT_AMONG_ACCOUNTS.has(line.kind)) continue;
    if (defaults.byMember.has(memberOf(line.account))) continue;
    net.set(line.account, (net.get(line.account) ?? 0n) + line.minor);
  }
  const gains = new Map<string, bigint>();
  for (const [account, minor] of net) {
    const gain = minor > 0n ? minor - (cutBefore.get(`${account} ${currency}`) ?? 0n) : 0n;
    if (gain > 0n) gains.set(account, gain);
  }
  return gains;
}

/**
 * What should leave settlement for defaults in a cycle: what their layers had paid in, and what is cut.
 * Such lines are between settlement and cash of members in default, and nowhere else.
 * @returns what is wrong, as what was expected and what was found
 */
export function faultsInJournalOfDefaults(
  house: HouseState,
  { defaults = [] }: SettlementCycleCompleted,
  journal: readonly JournalLine[],
): { readonly expected: string; readonly found: string }[] {
  const faults: { readonly expected: string; readonly found: string }[] = [];
  const say = (expected: string, found: string): void => {
    if (expected !== found) faults.push({ expected, found });
  };
  const { currencyScales } = referenceOf(house);
  for (const currency of new Set(defaults.map((part) => part.currency))) {
    const scale = currencyScales.get(currency) ?? 0;
    const parts = defaults.filter((part) => part.currency === currency);
    const carried = parts.reduce((sum, part) => sum + unitsOf(part.carried, scale), 0n);
    const cut = parts
      .flatMap(({ cuts }) => cuts)
      .reduce((sum, { amount }) => sum + unitsOf(amount, scale), 0n);
    const named = new Set(parts.map(({ defaultId }) => defaultId));
    const due = carriedIn(house, currency, named);
    say(
      `${formatUnits(due, scale)} ${currency} carried`,
      `${formatUnits(carried, scale)} ${currency} carried`,
    );
    const left = journal
      .filter(({ book }) => book === settlementBook(currency))
      .reduce((sum, { amount }) => sum - BigInt(amount), 0n);
    say(
      `${formatUnits(carried + cut, scale)} ${currency} out of settlement`,
      `${formatUnits(left, scale)} ${currency} out of settlement`,
    );
  }
  for (const { book } of journal) {
    const isSettlement = book.startsWith('ccp/settlement/');
    const [kind, member = ''] = book.split('/');
    const isDefaulters = kind === 'account' && house.defaults.byMember.has(member);
    if (!isSettlement && !isDefaulters) say('cash of a member in default', book);
  }
  return faults;
}

/** After all parts of a cycle settlement holds what defaults carry to the next one. @returns what is not so */
export function faultsInSettlement(
  house: HouseState,
): { readonly currency: string; readonly expected: string; readonly found: string }[] {
  if (!house.reference) return [];
  return [...referenceOf(house).currencyScales].flatMap(([currency, scale]) => {
    const expected = formatUnits(carriedIn(house, currency), scale);
    const found = formatUnits(balanceOf(house.books, settlementBook(currency), currency), scale);
    return expected === found ? [] : [{ currency, expected, found }];
  });
}

/** What defaults carry in a currency: all of them, or those of `only`. */
function carriedIn({ defaults }: HouseState, currency: string, only?: ReadonlySet<string>): bigint {
  let sum = 0n;
  for (const [key, minor] of defaults.carried) {
    const [defaultId = '', of] = key.split(' ');
    if (of === currency && (!only || only.has(defaultId))) sum += minor;
  }
  return sum;
}

const unitsOf = (amount: string, scale: number): bigint =>
  toUnits(parseDecimal(amount), scale) ?? 0n;
