import type { Price } from './audited-events.js';

const timeOf = ({ observedAt }: Price): number => Date.parse(observedAt);

/** Prices as they were accepted, in ledger order. */
export class PriceRecord {
  private readonly last = new Map<string, Price>();
  private readonly official = new Map<string, string>();
  private readonly traded = new Map<string, string>();
  private readonly finals = new Map<string, string>();

  /** @returns whether it counts: one that is older than the one before changes nothing */
  observe(price: Price): boolean {
    const before = this.last.get(price.symbol);
    if (before && timeOf(before) > timeOf(price)) return false;
    this.last.set(price.symbol, price);
    return true;
  }

  /** An official price is an observation too. */
  observeOfficial(price: Price): boolean {
    this.official.set(`${price.businessDate} ${price.symbol}`, price.price);
    if (price.type === 'FINAL') this.finals.set(price.symbol, price.price);
    return this.observe(price);
  }

  correct(date: string, symbol: string, price: string): void {
    this.official.set(`${date} ${symbol}`, price);
  }

  trade(symbol: string, price: string): void {
    this.traded.set(symbol, price);
  }

  /** What a cycle takes: the official price of its date at the end of the day, else the last one. */
  ofCycle(symbol: string, type: string, date: string): string | undefined {
    if (type === 'EOD') return this.official.get(`${date} ${symbol}`);
    return this.last.get(symbol)?.price ?? this.traded.get(symbol);
  }

  /** The price at which a symbol ends. */
  finalOf(symbol: string): string | undefined {
    return this.finals.get(symbol);
  }

  lastOf(symbol: string): Price | undefined {
    return this.last.get(symbol);
  }
}
