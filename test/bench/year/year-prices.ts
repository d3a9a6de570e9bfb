import { SeededRandom } from '../seeded-random.js';
import { YEAR_EXPIRY_DATE } from './year-document.js';
import type { YearMessage } from './year-message.js';

interface Walk {
  readonly symbol: string;
  readonly tick: number;
  readonly decimals: number;
  /** The largest move from one time to the next, as a share. */
  readonly step: number;
  price: number;
}

const walk = (
  symbol: string,
  price: number,
  tick: number,
  decimals: number,
  step: number,
): Walk => ({ symbol, price, tick, decimals, step });

const SOURCE = 'XSIM';
const UNQUOTED = new Set(['SPX-CALL', 'SPX-JAN-CALL', 'SPX-JAN-PUT']);

/** Whether an instrument still trades on a date, if only until it expires. */
export const isAlive = (symbol: string, date: string): boolean =>
  !symbol.startsWith('SPX-JAN') || date <= YEAR_EXPIRY_DATE;

/** Prices of the year: each symbol walks at random on its grid, and is pulled back to where it began. */
export class YearPrices {
  private readonly walks = [
    walk('SPX-FUT', 5_000, 0.25, 2, 0.006),
    walk('STX-FUT', 5_200, 1, 0, 0.006),
    walk('NKY-FUT', 40_000, 5, 0, 0.008),
    walk('SPX-JAN', 5_000, 0.25, 2, 0.006),
    walk('SPX-JAN-CALL', 90, 0.05, 2, 0.02),
    walk('SPX-JAN-PUT', 70, 0.05, 2, 0.02),
    walk('BTC-PERP', 60_000, 0.5, 2, 0.012),
    walk('BTCUSD', 60_000, 0.01, 2, 0),
    walk('SPX-CALL', 250, 0.05, 2, 0.02),
    walk('EURUSD', 1.08, 0.0001, 4, 0.002),
    walk('USDJPY', 150, 0.01, 2, 0.002),
    walk('UST-2028', 99.5, 0.0025, 4, 0.0005),
  ];
  private readonly begun = new Map(this.walks.map(({ symbol, price }) => [symbol, price]));

  constructor(private readonly random: SeededRandom) {}

  /** A price of every symbol at a time, but of options, which are worth what is paid for them. */
  observed(at: string): YearMessage[] {
    for (const each of this.walks) this.move(each);
    return this.walks
      .filter(({ symbol }) => !UNQUOTED.has(symbol) && isAlive(symbol, at.slice(0, 10)))
      .map(({ symbol }) => this.observation(symbol, at));
  }

  /** Prices of the perpetual and its index, which trade when nothing else does. */
  atNight(at: string): YearMessage[] {
    return ['BTC-PERP', 'BTCUSD'].map((symbol) => {
      this.move(this.of(symbol));
      return this.observation(symbol, at);
    });
  }

  /** The official prices of a date. */
  official(date: string, at: string): YearMessage[] {
    const symbols = ['SPX-JAN', 'SPX-FUT', 'STX-FUT', 'NKY-FUT', 'BTC-PERP'];
    const alive = symbols.filter((symbol) => isAlive(symbol, date));
    return alive.map((symbol) => ({
      topic: 'prices',
      key: symbol,
      value: {
        symbol,
        price: this.near(symbol),
        source: SOURCE,
        observedAt: at,
        type: symbol === 'SPX-JAN' && date === YEAR_EXPIRY_DATE ? 'FINAL' : 'SETTLEMENT',
        businessDate: date,
      },
    }));
  }

  /** A price on the grid of a symbol, within half a percent of its last. */
  near(symbol: string): string {
    const { price, tick, decimals } = this.of(symbol);
    const ticks = Math.round((price * (1 + 0.01 * (this.random.next() - 0.5))) / tick);
    return (ticks * tick).toFixed(decimals);
  }

  private observation(symbol: string, observedAt: string): YearMessage {
    const { price, tick, decimals } = this.of(symbol);
    const text = (Math.round(price / tick) * tick).toFixed(decimals);
    const value = { symbol, price: text, source: SOURCE, observedAt };
    return { topic: 'prices', key: symbol, value };
  }

  private move(each: Walk): void {
    const home = this.begun.get(each.symbol) ?? each.price;
    const pull = (home - each.price) / home / 20;
    each.price *= 1 + pull + 2 * each.step * (this.random.next() - 0.5);
    // The index goes with the perpetual, never far from it.
    if (each.symbol === 'BTCUSD')
      each.price = this.of('BTC-PERP').price * (1 + 0.004 * (this.random.next() - 0.5));
  }

  private of(symbol: string): Walk {
    const found = this.walks.find((each) => each.symbol === symbol);
    if (!found) throw new RangeError(`${symbol} has no price here`);
    return found;
  }
}
