import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import type { PriceToSend } from '../messages.js';
import type { LivePrices } from './live-prices.js';
import type { MovedVolatility } from './live-volatilities.js';
import { VOLATILITY_TENORS } from './made-up-past.js';
import type { TradedOption } from './traded-instrument.js';

/** The official prices of a business date: for its end-of-day cycle, and for the price history. */
export class OfficialPrices {
  private readonly settledOptions: ReadonlySet<string>;

  /** @param source who publishes them */
  constructor(
    data: ReferenceData,
    private readonly prices: LivePrices,
    private readonly options: readonly TradedOption[],
    private readonly volatilities: readonly MovedVolatility[],
    private readonly source: string,
  ) {
    // Of a premium that was paid there is nothing to settle day by day.
    const settled = data.instruments.filter(
      (each) => each.type === 'option' && each.premiumStyle === 'futures',
    );
    this.settledOptions = new Set(settled.map(({ id }) => id));
  }

  /** The official prices that are sent. */
  of(businessDate: string, nowMs: number): PriceToSend[] {
    const observedAt = new Date(nowMs).toISOString();
    const { source } = this;
    const volatilities = this.volatilityCloses().filter(([symbol]) => canBeSent(symbol));
    return [...this.prices.closes(), ...this.optionPrices(), ...volatilities].map(
      ([symbol, price]) => ({
        symbol,
        price,
        type: 'SETTLEMENT',
        businessDate,
        source,
        observedAt,
      }),
    );
  }

  /** Closes of factors that no price message brings into the history: they are imported. */
  toImport(): [symbol: string, close: string][] {
    const volatilities = this.volatilityCloses().filter(([symbol]) => !canBeSent(symbol));
    return [...this.prices.rates(), ...volatilities];
  }

  private optionPrices(): [string, string][] {
    return this.options.flatMap(({ quote }): [string, string][] => {
      const { instrument } = quote.market;
      return this.settledOptions.has(instrument) ? [[instrument, quote.priceText]] : [];
    });
  }

  /** Of the volatilities that are factors: those of listed options. */
  private volatilityCloses(): [string, string][] {
    return this.volatilities
      .filter(({ expiriesMs }) => expiriesMs.length > 0)
      .flatMap(({ underlying, walk }) =>
        VOLATILITY_TENORS.map(({ suffix, years }): [string, string] => [
          `${underlying}.VOL${suffix}`,
          walk.atTheMoney(years),
        ]),
      );
  }
}

/** The symbol of a price message has no tenor or maturity in it. */
const canBeSent = (symbol: string): boolean => !symbol.includes('@');
