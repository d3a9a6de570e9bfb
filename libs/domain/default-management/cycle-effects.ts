import { balanceOf, cashBook, settlementBook, transfer } from '#libs/domain/books/books.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { accountsOf } from './find-default.js';
import { cutGains } from './cut-gains.js';
import type { LinesByAccount } from './lines-by-account.js';
import { carriedKey, type DefaultCase } from './default-state.js';

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
    if (!of.loss) continue;
    for (const currency of Object.keys(house.reference?.data.currencies ?? {}).sort()) {
      const effect = new Effect(house, of, currency, lines);
      const cutMinor = effect.work(currency === baseCurrency ? of.reservedMinor : 0n, cuts);
      if (effect.journal.length === 0) continue;
      const { carriedMinor } = effect;
      covered.push({ defaultId: of.defaultId, currency, carriedMinor, cutMinor });
      journal.push(...effect.journal);
      for (const [account, minor] of cutMinor) cuts.set(account, (cuts.get(account) ?? 0n) + minor);
    }
  }
  return { covered, cuts, journal };
}

/** Cash of a defaulter's account as the cycle would leave it, and what the cycle itself brings it. */
interface AccountCash {
  readonly account: string;
  readonly brings: bigint;
  minor: bigint;
}

/** What one default does to a cycle in one currency. */
class Effect {
  readonly journal: JournalLine[] = [];
  carriedMinor = 0n;
  private readonly own: readonly AccountCash[];
  private readonly clients: readonly AccountCash[];

  constructor(
    private readonly house: HouseState,
    private readonly of: DefaultCase,
    private readonly currency: string,
    private readonly lines: LinesByAccount,
  ) {
    this.own = accountsOf(house, of, 'house').map((account) => this.cashOf(account));
    this.clients = accountsOf(house, of, 'clients').map((account) => this.cashOf(account));
  }

  /** @returns what each account's gain is cut by, where `reservedMinor` is still to be cut */
  work(reservedMinor: bigint, cutBefore: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> {
    this.giveCarried();
    this.setOff();
    const lacking = [...this.own, ...this.clients];
    const lackMinor = lacking.reduce((sum, { minor }) => (minor < 0n ? sum - minor : sum), 0n);
    const amountMinor = lackMinor < reservedMinor ? lackMinor : reservedMinor;
    const cuts = cutGains(this.house, this.lines, this.currency, amountMinor, cutBefore);
    const cutMinor = [...cuts.values()].reduce((sum, minor) => sum + minor, 0n);
    this.give(settlementBook(this.currency), cutMinor, lacking);
    return cuts;
  }

  /** What was paid in for house accounts goes to those that lack it, and the rest to the estate; for a client to it. */
  private giveCarried(): void {
    const from = settlementBook(this.currency);
    const [estate] = this.own;
    const left = this.give(from, this.carried(undefined), this.own);
    if (estate) this.move(from, estate, left);
    for (const client of this.clients) this.move(from, client, this.carried(client.account));
  }

  private carried(account: string | undefined): bigint {
    const key = carriedKey(this.of.defaultId, this.currency, account);
    const minor = this.house.defaults.carried.get(key) ?? 0n;
    this.carriedMinor += minor;
    return minor;
  }

  /**
   * House accounts are one estate: what one gains pays what another loses. Before the loss is paid that is
   * what the cycle itself brings, since what they held before is margin that is counted as such.
   */
  private setOff(): void {
    for (const giver of this.own) {
      const most = this.of.isPaid || giver.brings > giver.minor ? giver.minor : giver.brings;
      if (most <= 0n) continue;
      const left = this.give(cashBook(giver.account, this.currency), most, this.own);
      giver.minor -= most - left;
    }
  }

  /** @returns what nobody lacks */
  private give(from: string, minor: bigint, to: readonly AccountCash[]): bigint {
    let left = minor;
    for (const each of to) {
      const needs = each.minor < 0n ? -each.minor : 0n;
      const given = left < needs ? left : needs;
      this.move(from, each, given);
      left -= given;
    }
    return left;
  }

  private move(from: string, to: AccountCash, minor: bigint): void {
    if (minor <= 0n) return;
    to.minor += minor;
    const into = cashBook(to.account, this.currency);
    this.journal.push(...transfer(from, into, this.currency, minor));
  }

  private cashOf(account: string): AccountCash {
    const brings = (this.lines.get(account) ?? [])
      .filter(({ currency }) => currency === this.currency)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const cash = balanceOf(this.house.books, cashBook(account, this.currency), this.currency);
    return { account, brings, minor: cash + brings };
  }
}
