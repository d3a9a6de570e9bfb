import { balanceOf, cashBook, settlementBook, transfer } from '#libs/domain/books/books.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import { gainOf } from '#libs/domain/settlement/gains.js';
import type { CycleLine } from '#libs/domain/settlement/lines/cycle-line.js';
import { carriedKey, type DefaultCase } from './default-state.js';

/** The lines of a cycle, by account and then in all its currencies. */
type LinesByAccount = ReadonlyMap<string, readonly CycleLine[]>;

/** What one default gets out of settlement in a cycle, in minor units of a currency. */
export interface DefaultCovered {
  readonly defaultId: string;
  readonly currency: string;
  /** Paid in by its layers before. */
  readonly carriedMinor: bigint;
  /** Cut from gains now, by account. */
  readonly cutMinor: ReadonlyMap<string, bigint>;
}

export interface CycleEffects {
  readonly covered: readonly DefaultCovered[];
  /** What each account's gains are cut by, in minor units of the base currency. */
  readonly cuts: ReadonlyMap<string, bigint>;
  /** From settlement, and among the defaulter's own accounts, into those that the cycle takes from. */
  readonly journal: readonly JournalLine[];
}

/**
 * What defaults do to a settlement cycle: what their layers paid in goes to the accounts that the cycle
 * takes from, so that the counterparties are paid; and where gains are to be cut, every gain is cut in the
 * same proportion and losers pay in full (default-management.md, step 7; margin-model.md h.3).
 */
export function effectsOnCycle(
  house: HouseState,
  lines: LinesByAccount,
  baseCurrency: string,
): CycleEffects {
  const covered: DefaultCovered[] = [];
  const cuts = new Map<string, bigint>();
  const journal: JournalLine[] = [];
  for (const of of house.defaults.cases.values()) {
    if (of.status !== 'DECLARED' && of.status !== 'CLOSED') continue;
    for (const currency of currenciesOf(house, of, baseCurrency)) {
      const effect = effectOf(house, of, currency, currency === baseCurrency, lines, cuts);
      if (!effect) continue;
      covered.push(effect.covered);
      journal.push(...effect.journal);
      for (const [account, minor] of effect.covered.cutMinor)
        cuts.set(account, (cuts.get(account) ?? 0n) + minor);
    }
  }
  return { covered, cuts, journal };
}

function currenciesOf({ defaults }: HouseState, of: DefaultCase, baseCurrency: string): string[] {
  const currencies = new Set(of.reservedMinor > 0n ? [baseCurrency] : []);
  for (const [key, minor] of defaults.carried) {
    const [defaultId, currency = ''] = key.split(' ');
    if (defaultId === of.defaultId && minor > 0n) currencies.add(currency);
  }
  return [...currencies].sort();
}

interface Effect {
  readonly covered: DefaultCovered;
  readonly journal: readonly JournalLine[];
}

function effectOf(
  house: HouseState,
  of: DefaultCase,
  currency: string,
  mayCut: boolean,
  lines: LinesByAccount,
  cutBefore: ReadonlyMap<string, bigint>,
): Effect | undefined {
  const accounts = accountsWithCash(house, of, currency, lines);
  const carriedMinor = house.defaults.carried.get(carriedKey(of.defaultId, currency)) ?? 0n;
  const lacking = accounts.filter(({ minor }) => minor < 0n);
  const lackMinor = -lacking.reduce((sum, { minor }) => sum + minor, 0n);
  const givers = accounts.filter(({ minor, isHouse }) => isHouse && minor > 0n);
  const journal: JournalLine[] = [];
  let left = lackMinor;
  const give = (book: string, availableMinor: bigint): void => {
    for (const each of lacking) {
      const needs = each.minor < 0n ? -each.minor : 0n;
      const most = availableMinor < needs ? availableMinor : needs;
      if (most <= 0n) continue;
      each.minor += most;
      availableMinor -= most;
      left -= most;
      journal.push(...transfer(book, cashBook(each.account, currency), currency, most));
    }
  };
  give(settlementBook(currency), carriedMinor < lackMinor ? carriedMinor : lackMinor);
  // What is carried beyond the need is the estate's, as is what its other accounts gain.
  const [estate] = accounts;
  const beyond = carriedMinor > lackMinor ? carriedMinor - lackMinor : 0n;
  if (beyond > 0n && estate)
    journal.push(
      ...transfer(settlementBook(currency), cashBook(estate.account, currency), currency, beyond),
    );
  for (const { account, minor } of givers)
    if (left > 0n) give(cashBook(account, currency), minor);
  const cutMinor = mayCut
    ? cutGains(lines, currency, smaller(left, of.reservedMinor), house, cutBefore)
    : NONE;
  const cut = [...cutMinor.values()].reduce((sum, minor) => sum + minor, 0n);
  if (cut > 0n) give(settlementBook(currency), cut);
  if (journal.length === 0) return undefined;
  return { covered: { defaultId: of.defaultId, currency, carriedMinor, cutMinor }, journal };
}

const NONE: ReadonlyMap<string, bigint> = new Map();
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Cash of a defaulter's accounts as the cycle would leave it, house accounts first. */
function accountsWithCash(
  house: HouseState,
  { member, ported }: DefaultCase,
  currency: string,
  lines: LinesByAccount,
): { readonly account: string; readonly isHouse: boolean; minor: bigint }[] {
  return (house.reference?.members.get(member)?.accounts ?? [])
    .map(({ id, type }) => ({ account: `${member}/${id}`, isHouse: type === 'house' }))
    .filter(({ account }) => !ported.has(account))
    .map(({ account, isHouse }) => {
      const brings = (lines.get(account) ?? [])
        .filter((line) => line.currency === currency)
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      const cash = balanceOf(house.books, cashBook(account, currency), currency);
      return { account, isHouse, minor: cash + brings };
    })
    .sort((a, b) => Number(b.isHouse) - Number(a.isHouse));
}

/**
 * Cuts gains by an amount together, each in the same proportion: what is paid is G_i * (G - cut) / G by the
 * largest remainder (margin-model.md h.3).
 * @returns what each account's gain is cut by
 */
function cutGains(
  lines: LinesByAccount,
  currency: string,
  amountMinor: bigint,
  { defaults }: HouseState,
  cutBefore: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, bigint> {
  if (amountMinor <= 0n) return NONE;
  const gains = new Map<string, bigint>();
  for (const [account, ofAccount] of lines) {
    if (defaults.byMember.has(memberOf(account))) continue;
    const gain = gainOf(ofAccount, currency) - (cutBefore.get(account) ?? 0n);
    if (gain > 0n) gains.set(account, gain);
  }
  const whole = [...gains.values()].reduce((sum, gain) => sum + gain, 0n);
  if (whole === 0n) return NONE;
  const paidMinor = whole - smaller(whole, amountMinor);
  const paid = largestRemainder(
    paidMinor,
    [...gains].map(([id, numerator]) => ({ id, numerator })),
  );
  return new Map(
    [...gains]
      .map(([account, gain]) => [account, gain - (paid.get(account) ?? 0n)] as const)
      .filter(([, minor]) => minor > 0n),
  );
}
