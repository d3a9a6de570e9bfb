import { fraction, halfEven, shareOut, units } from './arithmetic.js';
import { add } from './findings.js';
import type { Terms } from './terms.js';

const DAY_MS = 86_400_000;
const DAYS_OF_YEAR = 360n;

/** How things stood when a day had ended. */
interface Closing {
  readonly date: string;
  readonly cash: ReadonlyMap<string, bigint>;
  readonly variation: ReadonlyMap<string, bigint>;
}

/** Fees of trades, interest on cash and price alignment, all by `account currency` in minor units. */
export class Charges {
  private readonly fees = new Map<string, bigint>();
  /** Variation margin so far. */
  private readonly variation = new Map<string, bigint>();
  private closing: Closing | undefined;

  constructor(private readonly terms: Terms) {}

  /**
   * Fees of lots that were novated with an account; of lots below zero they come back.
   * @returns what the account gets, in minor units of the base currency
   */
  lots(account: string, lots: bigint): bigint {
    const { baseCurrency } = this.terms;
    const fee = -units(this.terms.feeOf(account), this.terms.scale(baseCurrency)) * lots;
    add(this.fees, `${account} ${baseCurrency}`, fee);
    return fee;
  }

  takeFees(): Map<string, bigint> {
    const due = new Map(this.fees);
    this.fees.clear();
    return due;
  }

  settled(account: string, currency: string, variationMargin: bigint): void {
    add(this.variation, `${account} ${currency}`, variationMargin);
  }

  closeDay(date: string, cash: ReadonlyMap<string, bigint>): void {
    this.closing = { date, cash: new Map(cash), variation: new Map(this.variation) };
  }

  /** Interest up to the end of a date, on what was held when the day before had ended. */
  interestUntil(date: string): Map<string, bigint> {
    const due = new Map<string, bigint>();
    for (const [key, held] of this.closing?.cash ?? []) {
      const rate = this.terms.interest.get(key.split(' ')[1] ?? '');
      if (rate === undefined || held <= 0n) continue;
      const { n, d } = fraction(rate);
      due.set(key, halfEven(held * n * this.daysUntil(date), d * DAYS_OF_YEAR));
    }
    return due;
  }

  /** Price alignment up to the end of a date: who received variation margin pays for having it. */
  alignmentUntil(date: string): Map<string, bigint> {
    const due = new Map<string, bigint>();
    for (const [currency, rate] of this.terms.alignment) {
      const { n, d } = fraction(rate);
      const parts = new Map<string, bigint>();
      for (const [key, received] of this.closing?.variation ?? [])
        if (key.endsWith(` ${currency}`) && received !== 0n)
          parts.set(key, -received * n * this.daysUntil(date));
      for (const [key, amount] of shareOut(parts, d * DAYS_OF_YEAR)) due.set(key, amount);
    }
    return due;
  }

  private daysUntil(date: string): bigint {
    if (!this.closing) return 0n;
    return BigInt((Date.parse(date) - Date.parse(this.closing.date)) / DAY_MS);
  }
}
