import type { AccountSettled, SettlementLineKind } from '#libs/domain/events/settlement-events.js';
import type { FeeChange } from '#libs/domain/events/trade-correction-events.js';
import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { parseDecimal } from '#libs/domain/kernel/decimal.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';

/** What an account should be charged or paid, in minor units. */
export interface ExpectedCharge {
  readonly kind: SettlementLineKind;
  readonly account: string;
  readonly currency: string;
  readonly minor: bigint;
}

const DAY_MS = 86_400_000;
const DAYS_OF_YEAR = 360n;

/** The nearest integer to a fraction, of two the even one; the denominator is positive. */
function nearestEven(numerator: bigint, denominator: bigint): bigint {
  const below = floorDiv(numerator, denominator);
  const twice = 2n * (numerator - below * denominator);
  if (twice !== denominator) return twice < denominator ? below : below + 1n;
  return below % 2n === 0n ? below : below + 1n;
}

/** What the charges of the next end of a day go by. */
interface Closing {
  readonly date: string;
  /** What accounts and their buckets have in credit, by `currency account`. */
  readonly cash: ReadonlyMap<string, bigint>;
  readonly cumulative: Map<string, bigint>;
}

interface Part {
  readonly account: string;
  readonly minor: bigint;
}

/** `-received * rate * days/360`: rounded down, and what is left over by the largest remainder. */
function alignmentParts(received: readonly Part[], rate: string, days: bigint): Part[] {
  const { units, scale } = parseDecimal(rate);
  const whole = DAYS_OF_YEAR * 10n ** BigInt(scale);
  const parts = received
    .map(({ account, minor: of }) => {
      const exact = -of * units * days;
      const minor = floorDiv(exact, whole);
      return { account, minor, rest: exact - minor * whole };
    })
    .sort((a, b) => (a.account < b.account ? -1 : 1));
  const left = parts.reduce((sum, { minor }) => sum - minor, 0n);
  // The sort is stable, so that of equal remainders the first name comes first.
  const byRest = parts.toSorted((a, b) => (a.rest === b.rest ? 0 : a.rest > b.rest ? -1 : 1));
  for (const part of byRest.slice(0, Number(left))) part.minor += 1n;
  return parts.map(({ account, minor }) => ({ account, minor }));
}

/**
 * Counts fees, interest and price alignment anew: fees from the trades since the last cycle, interest
 * from the books as they stood when the last day had ended, price alignment from the lines of cycles. It reads the books and the terms of the house and nothing of
 * what that knows of charges.
 */
export class ChargeRecount {
  private readonly fees = new Map<string, bigint>();
  /** Variation margin by `currency account`. */
  private readonly cumulative = new Map<string, bigint>();
  private closing: Closing | undefined;

  takeTrade(house: HouseState, { buyer, seller, quantity, venue }: TradeNovated): void {
    // Nobody asked for a tear-up, and nobody pays for it.
    if (venue === 'TEAR-UP') return;
    const { accounts, baseScale, data } = referenceOf(house);
    for (const account of [buyer, seller]) {
      const type = accounts.get(account)?.account.type;
      const perLot = data.fees.find(({ accountType }) => accountType === type)?.perLot ?? '0';
      const { units, scale } = parseDecimal(perLot);
      const minor = units * 10n ** BigInt(baseScale - scale) * BigInt(quantity);
      if (minor !== 0n) this.fees.set(account, (this.fees.get(account) ?? 0n) + minor);
    }
  }

  /** Fees that come back for a trade that was corrected, or are owed beside. */
  takeFees(house: HouseState, changes: readonly FeeChange[]): void {
    const { baseScale } = referenceOf(house);
    for (const { account, amount } of changes) {
      const { units, scale } = parseDecimal(amount);
      const owed = (this.fees.get(account) ?? 0n) - units * 10n ** BigInt(baseScale - scale);
      if (owed === 0n) this.fees.delete(account);
      else this.fees.set(account, owed);
    }
  }

  /** What is due in a cycle; what is owed of fees is settled with it. @param endOfDay its date, if any */
  settle(house: HouseState, endOfDay: string | undefined): ExpectedCharge[] {
    const { baseCurrency } = referenceOf(house);
    const fees = [...this.fees].map(([account, owed]): ExpectedCharge => {
      return { kind: 'FEE', account, currency: baseCurrency, minor: -owed };
    });
    this.fees.clear();
    return endOfDay === undefined
      ? fees
      : [...fees, ...this.interestUntil(house, endOfDay), ...this.alignmentUntil(house, endOfDay)];
  }

  /** Variation margin counts while price alignment is on. */
  takePart(house: HouseState, { account, currency, lines }: AccountSettled): void {
    if (!referenceOf(house).data.priceAlignment?.enabled) return;
    const key = `${currency} ${account}`;
    for (const { kind, amount } of lines)
      if (kind === 'VARIATION_MARGIN' || kind === 'FINAL_SETTLEMENT')
        this.cumulative.set(
          key,
          (this.cumulative.get(key) ?? 0n) + BigInt(amount.replace('.', '')),
        );
  }

  /** Once it is off, all is forgotten. */
  takeTerms({ priceAlignment }: ReferenceData): void {
    if (priceAlignment?.enabled) return;
    this.cumulative.clear();
    this.closing?.cumulative.clear();
  }

  private alignmentUntil(house: HouseState, date: string): ExpectedCharge[] {
    const { closing } = this;
    const terms = referenceOf(house).data.priceAlignment;
    if (!closing || !terms?.enabled) return [];
    const days = BigInt((Date.parse(date) - Date.parse(closing.date)) / DAY_MS);
    return Object.entries(terms.rates).flatMap(([currency, rate]) => {
      const received = [...closing.cumulative]
        .filter(([key, minor]) => key.startsWith(`${currency} `) && minor !== 0n)
        .map(([key, minor]) => ({ account: key.slice(currency.length + 1), minor }));
      return alignmentParts(received, rate, days)
        .filter(({ minor }) => minor !== 0n)
        .map((part): ExpectedCharge => ({ kind: 'PRICE_ALIGNMENT', currency, ...part }));
    });
  }

  private interestUntil(house: HouseState, date: string): ExpectedCharge[] {
    const { closing } = this;
    if (!closing) return [];
    const days = BigInt((Date.parse(date) - Date.parse(closing.date)) / DAY_MS);
    const due: ExpectedCharge[] = [];
    for (const [currency, rate] of Object.entries(referenceOf(house).data.cashInterest)) {
      const { units, scale } = parseDecimal(rate);
      const whole = DAYS_OF_YEAR * 10n ** BigInt(scale);
      for (const [key, minor] of closing.cash) {
        const [of, account = ''] = key.split(' ');
        if (of !== currency) continue;
        const interest = nearestEven(minor * units * days, whole);
        if (interest !== 0n) due.push({ kind: 'INTEREST', account, currency, minor: interest });
      }
    }
    return due;
  }

  /** A day has ended, and all that its cycle brought is in the books. */
  close({ books, reference }: HouseState, date: string): void {
    const bearing = new Set(Object.keys(reference?.data.cashInterest ?? {}));
    const cash = new Map<string, bigint>();
    for (const [book, held] of books) {
      const [kind, member, name, ...rest] = book.split('/');
      if (kind !== 'account' || rest.at(-2) !== 'cash') continue;
      for (const [currency, minor] of held) {
        const key = `${currency} ${member}/${name}`;
        if (bearing.has(currency) && minor > 0n) cash.set(key, (cash.get(key) ?? 0n) + minor);
      }
    }
    this.closing = { date, cash, cumulative: new Map(this.cumulative) };
  }
}
