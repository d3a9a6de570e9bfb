import { fraction, type Fraction } from './arithmetic.js';
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

/** An amount in units of price as whole ticks, the nearest, a tie the even one; in units of price again. */
function wholeTicks(amount: bigint, { tick }: Contract): bigint {
  const size = (tick.n * 10n ** PLACES) / tick.d;
  const below = amount / size;
  const over = 2n * (amount - below * size) - size;
  return size * (over > 0n || (over === 0n && below % 2n === 1n) ? below + 1n : below);
}

/** A price in ticks. */
export const ticksOf = (price: string, { n, d }: Fraction): bigint =>
  (exact(price) * d) / (n * 10n ** PLACES);

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

  /** Lots that an account gets, or gives away below zero, for their price; without one for nothing. */
  fill(account: string, instrument: string, lots: bigint, price: string | undefined): void {
    const key = `${account} ${instrument}`;
    const contract = this.terms.contract(instrument);
    const cost = price === undefined ? 0n : lots * exact(price);
    if (contract.paysPremium) add(this.premium, key, -worth(cost, contract));
    else add(this.cost, key, cost);
    add(this.lots, key, lots);
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

  /**
   * Exercise of an option at the final price of what it is on, by account: everybody who is long of one that is
   * in the money exercises it, and who is short pays. Nobody holds it afterwards.
   */
  exercise(instrument: string, finalPrice: string): Map<string, { amount: bigint; lots: bigint }> {
    const contract = this.terms.contract(instrument);
    const { option } = contract;
    const above = exact(finalPrice) - exact(option?.strike ?? finalPrice);
    const inside = option?.right === 'put' ? -above : above;
    const isExercised = inside * 100n >= 10n ** PLACES;
    const value = isExercised ? wholeTicks(inside, contract) : 0n;
    const outcome = new Map<string, { amount: bigint; lots: bigint }>();
    for (const [account, lots] of this.holders(instrument))
      outcome.set(account, {
        amount: worth(lots * value, contract),
        lots: isExercised ? lots : 0n,
      });
    this.end(instrument);
    return outcome;
  }

  /** Nobody holds an instrument any more: all that it brought is paid. */
  end(instrument: string): void {
    for (const key of this.lots.keys()) {
      const [, of] = key.split(' ');
      if (of !== instrument) continue;
      for (const amounts of [this.lots, this.cost, this.paid]) amounts.delete(key);
    }
    this.lastPrice.delete(instrument);
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
