/** How a market of the demonstration behaves. Volatility per demonstration day, relative. */
export interface LiveMarket {
  readonly underlying: string;
  /** Close of the last day of the made-up history. */
  readonly lastClose: string;
  readonly dailyVolatility: number;
  /** Decimals of the made-up closes. */
  readonly decimals: number;
  readonly tradesOnWeekends: boolean;
}

export const LIVE_MARKETS: readonly LiveMarket[] = [
  {
    underlying: 'SPX',
    lastClose: '5000.00',
    dailyVolatility: 0.011,
    decimals: 2,
    tradesOnWeekends: false,
  },
  {
    underlying: 'WTI',
    lastClose: '75.00',
    dailyVolatility: 0.022,
    decimals: 2,
    tradesOnWeekends: false,
  },
  {
    underlying: 'GOLD',
    lastClose: '2400.00',
    dailyVolatility: 0.009,
    decimals: 2,
    tradesOnWeekends: false,
  },
  {
    underlying: 'BTC',
    lastClose: '60000.00',
    dailyVolatility: 0.032,
    decimals: 2,
    tradesOnWeekends: true,
  },
];

/** For underlyings that are not the demonstration's. */
export const OTHER_DAILY_VOLATILITY = 0.015;

/** The made-up history ends here, and the demonstration's first business day follows. */
export const HISTORY_END = '2022-12-30';
/** A time of stress in the made-up history; the reference data names it as such. */
export const CRISIS = { from: '2020-02-17', to: '2020-05-29' };
