import type { Random } from '../random/random.js';
import type { Role } from './population.js';

/** What a strategy knows of a market at the close of a day: nothing of later days. */
export interface MarketView {
  /** Closes up to today as doubles, oldest first. */
  readonly closes: readonly number[];
  readonly largePositionLots: number;
}

/** Decides what an account wants to hold; one for each account and market. */
export interface Strategy {
  /** Signed lots that the account would like to hold after today's close. */
  target(view: MarketView): number;
}

/** How far back followers of trends look and how much they take on: each in its own way. */
const TREND_DAYS = [15, 95] as const;
const TREND_SIZE = [0.6, 1.2] as const;
/** Share of its distance from the mean that an investor's wish loses a day. */
const INVESTOR_REVERSION = 0.02;
const INVESTOR_DAILY_CHANGE = 0.12;
const HEDGER_DAILY_CHANGE = 0.03;

/** A strategy for a role; undefined for market makers, who want nothing and take the other side. */
export function strategyFor(role: Role, marketIndex: number, random: Random): Strategy | undefined {
  switch (role) {
    case 'steady-long':
      return { target: (view) => (marketIndex === 0 ? view.largePositionLots : 0) };
    case 'trend-follower':
      return trendFollower(random.integer(...TREND_DAYS), random.between(...TREND_SIZE));
    case 'hedger':
      // A producer sells what it will bring to market; it has no use for an index.
      return marketIndex === 0 ? { target: () => 0 } : wanderer(random, HEDGER_DAILY_CHANGE, -0.7);
    case 'investor':
      return wanderer(random, INVESTOR_DAILY_CHANGE, 0);
    case 'market-maker':
      return undefined;
    default:
      return role satisfies never;
  }
}

/** Long above the mean and short below, the more so the further in terms of the dispersion. */
function trendFollower(days: number, size: number): Strategy {
  return {
    target({ closes, largePositionLots }) {
      const lots = size * largePositionLots;
      const window = closes.slice(-days);
      const last = window.at(-1) ?? 0;
      const mean = window.reduce((sum, close) => sum + close, 0) / window.length;
      const variance = window.reduce((sum, close) => sum + (close - mean) ** 2, 0) / window.length;
      if (!(variance > 0)) return 0;
      return Math.round(lots * clamp((last - mean) / (2 * Math.sqrt(variance))));
    },
  };
}

/** A wish that wanders about a mean, both as shares of a large position. */
function wanderer(random: Random, dailyChange: number, mean: number): Strategy {
  let wish = clamp(mean + dailyChange * random.normal());
  return {
    target({ largePositionLots }) {
      wish = clamp(wish + INVESTOR_REVERSION * (mean - wish) + dailyChange * random.normal());
      return Math.round(largePositionLots * wish);
    },
  };
}

const clamp = (share: number): number => Math.max(-1, Math.min(1, share));
