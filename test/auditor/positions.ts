import { fraction, type Fraction } from './arithmetic.js';
import type { Trade } from './audited-events.js';
import { add } from './findings.js';
import type { Contract, Terms } from './terms.js';

const PLACES = 12n;

/** A price in units that every price of the house is a whole number of. */
function exact(text: string): bigint {
  const { n, d } = fraction(text);
  return (n * 10n ** PLACES) / d;
}

/** What so many units of price x lots are worth in minor units; whole by the listing rule. */
function worth(amount: bigint, { point }: Contract): bigint {
  const d = point.d * 10n ** PLACES;
  const n = amount * point.n;
  if (n % d !== 0n) throw new RangeError(`${n}/${d} is no whole number of minor units`);
  return n / d;
}

export const samePrice = (a: string, b: string): boolean => equal(fraction(a), fraction(b));
const equal = (a: Fraction, b: Fraction): boolean => a.n * b.d === b.n * a.d;

/**
 * Every fill ever made, kept as lots and as what was paid for them, by `account instrument`. Variation margin
 * so far is what all fills are worth now less what was paid; a cycle pays what of that is not paid yet.
 */
export class Positions {
  readonly lots = new Map<string, bigint>();
  private readonly cost = new Map<string, bigint>();
  private readonly paid = new Map<string, bigint>();
  private readonly premium = new Map<string, bigint>();
  private readonly lastPrice = new Map<string, string>();
  /** Lots when an instrument was last settled by the end of a day, by `account instrument`. */
  private closing = new Map<string, bigint>();

  constructor(private readonly terms: Terms) {}

  trade({ instrument, quantity, price, buyer, seller }: Trade): void {
    for (const [account, sign] of [
      [buyer, 1n],
      [seller, -1n],
    ] as const) {
      const key = `${account} ${instrument}`;
      const lots = sign * BigInt(quantity);
      const contract = this.terms.contract(instrument);
      if (contract.paysPremium) add(this.premium, key, -worth(lots * exact(price), contract));
      else add(this.cost, key, lots * exact(price));
      add(this.lots, key, lots);
    }
  }

  /** Who holds an instrument, and how many lots. */
  holders(instrument: string): Map<string, bigint> {
    const held = new Map<string, bigint>();
    for (const [key, lots] of this.lots) {
      const [account = '', of] = key.split(' ');
      if (of === instrument && lots !== 0n) held.set(account, lots);
    }
    return held;
  }

  /** The last price that an instrument was settled at. */
  settledAt(instrument: string): string | undefined {
    return this.lastPrice.get(instrument);
  }

  /** Variation margin of a cycle for one instrument, by account; it counts as paid from here on. */
  settle(instrument: string, price: string): Map<string, bigint> {
    const contract = this.terms.contract(instrument);
    const amounts = new Map<string, bigint>();
    for (const [key, cost] of this.cost) {
      const [account = '', of] = key.split(' ');
      if (of !== instrument) continue;
      const gained = worth((this.lots.get(key) ?? 0n) * exact(price) - cost, contract);
      amounts.set(account, gained - (this.paid.get(key) ?? 0n));
      this.paid.set(key, gained);
    }
    this.lastPrice.set(instrument, price);
    return amounts;
  }

  /** What a corrected price brings who held the instrument when that day had been settled. */
  correct(instrument: string, price: string): Map<string, bigint> {
    const contract = this.terms.contract(instrument);
    const move = exact(price) - exact(this.lastPrice.get(instrument) ?? price);
    const amounts = new Map<string, bigint>();
    for (const [key, lots] of this.closing) {
      const [account = '', of] = key.split(' ');
      if (of !== instrument) continue;
      const amount = worth(lots * move, contract);
      amounts.set(account, amount);
      add(this.paid, key, amount);
    }
    this.lastPrice.set(instrument, price);
    return amounts;
  }

  /** Premiums since the last cycle, by `account instrument`; none are due after this. */
  takePremiums(): Map<string, bigint> {
    const due = new Map(this.premium);
    this.premium.clear();
    return due;
  }

  closeDay(): void {
    this.closing = new Map(this.lots);
  }

  /** Instruments that a cycle has to settle: somebody holds them, or is owed what closing them brought. */
  open(): Set<string> {
    const instruments = new Set<string>();
    for (const [key, cost] of this.cost) {
      const [, instrument = ''] = key.split(' ');
      const isFlat = this.lots.get(key) === 0n;
      const left = isFlat ? worth(-cost, this.terms.contract(instrument)) : 0n;
      if (!isFlat || left !== (this.paid.get(key) ?? 0n)) instruments.add(instrument);
    }
    return instruments;
  }
}
