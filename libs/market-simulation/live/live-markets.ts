/** How a market of the demonstration behaves. Volatility per demonstration day, relative. */
export interface LiveMarket {
  readonly underlying: string;
  /** Close of the last day of the made-up history. */
  readonly lastClose: string;
  readonly dailyVolatility: number;
  /** Decimals of the made-up closes. */
  readonly decimals: number;
  readonly tradesOnWeekends: boolean;
  /** What 30-day options pay for in the long run, per root year. */
  readonly impliedVolatility: number;
  /** How far the logarithm of the implied volatility goes with that of the price. */
  readonly volatilityBeta: number;
  /** The market that this one goes along with, and how closely. */
  readonly follows?: { readonly underlying: string; readonly correlation: number };
}

/** A market comes after the one that it follows. */
export const LIVE_MARKETS: readonly LiveMarket[] = [
  {
    underlying: 'SPX',
    lastClose: '5000.00',
    dailyVolatility: 0.011,
    decimals: 2,
    tradesOnWeekends: false,
    impliedVolatility: 0.18,
    volatilityBeta: -7,
  },
  {
    underlying: 'ESX',
    lastClose: '4800.00',
    dailyVolatility: 0.012,
    decimals: 2,
    tradesOnWeekends: false,
    impliedVolatility: 0.19,
    volatilityBeta: -6,
    follows: { underlying: 'SPX', correlation: 0.7 },
  },
  {
    underlying: 'WTI',
    lastClose: '75.00',
    dailyVolatility: 0.022,
    decimals: 2,
    tradesOnWeekends: false,
    impliedVolatility: 0.36,
    volatilityBeta: -3,
  },
  {
    underlying: 'GOLD',
    lastClose: '2400.00',
    dailyVolatility: 0.009,
    decimals: 2,
    tradesOnWeekends: false,
    impliedVolatility: 0.15,
    // Gold is what people flee to: it is the rise that worries.
    volatilityBeta: 5,
  },
  {
    underlying: 'BTC',
    lastClose: '60000.00',
    dailyVolatility: 0.032,
    decimals: 2,
    tradesOnWeekends: true,
    impliedVolatility: 0.62,
    volatilityBeta: -2,
  },
];

/** For underlyings that are not the demonstration's. */
export const OTHER_DAILY_VOLATILITY = 0.015;

/** Exchange rates of the demonstration, by pair. */
export const LIVE_RATES = [
  { pair: 'EURUSD', lastClose: '1.0800', dailyVolatility: 0.005, decimals: 4 },
] as const;

/** The made-up history ends here, and the demonstration's first business day follows. */
export const HISTORY_END = '2022-12-30';
/** A time of stress in the made-up history; the reference data names it as such. */
export const CRISIS = { from: '2020-02-17', to: '2020-05-29' };
