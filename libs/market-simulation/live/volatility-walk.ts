import { exp } from '#libs/domain/numerics/exp.js';
import { log } from '#libs/domain/numerics/log.js';
import { smileVolatility } from '#libs/domain/volatility/smile.js';
import { readSmile, type SmileNode } from '#libs/domain/volatility/read-smile.js';
import type { Random } from '../random/random.js';
import type { LiveMarket } from './live-markets.js';

export type VolatilityMarket = Pick<LiveMarket, 'impliedVolatility' | 'volatilityBeta'>;

/** Share of its distance from the long run that the level loses a day. */
const REVERSION = 0.06;
/** What moves the level besides the price, relative and a day. */
const OWN_MOVES = 0.03;
/** The level stays within these logarithms of the long run. */
const LEVEL_RANGE = { min: -0.7, max: 1.3 };

/** The tenor that the level is of, in years. */
const LEVEL_YEARS = 30 / 365;
/** Far expiries move less than near ones: with this power of the ratio of their times. */
const TERM_POWER = 0.4;
/** Log-moneyness of the nodes that a smile is quoted at. */
const NODES = ['-0.4', '-0.2', '-0.1', '0', '0.1', '0.2', '0.4'] as const;
const SKEW = 0.9;
/** Of the skew: how far the far wing comes up again. */
const CURVATURE = 0.8;
const DECIMALS = 4;

/** A node as a message has it. */
export interface QuotedNode {
  readonly logMoneyness: string;
  readonly volatility: string;
}

/**
 * The implied volatilities of a market: one level that follows the price, is drawn back to the long run,
 * and moves near expiries more than far ones. Lower strikes cost more than higher ones.
 */
export class VolatilityWalk {
  /** @param level logarithm of the 30-day volatility over its long-run value, where it starts */
  constructor(
    private readonly market: VolatilityMarket,
    private level: number,
    private readonly random: Random,
  ) {
    this.level = within(level);
  }

  /** @param move of the logarithm of the price in this step */
  step(dayShare: number, move: number): void {
    this.level = nextLevel(this.market, this.level, dayShare, move, this.random);
  }

  /** Logarithm of the 30-day volatility over its long-run value. */
  get logLevel(): number {
    return this.level;
  }

  /** At the money, per root year, as a message writes it. */
  atTheMoney(years: number): string {
    return atTheMoneyAt(this.market, this.level, years).toFixed(DECIMALS);
  }

  /** The nodes of an expiry. */
  nodes(years: number): QuotedNode[] {
    const atTheMoney = atTheMoneyAt(this.market, this.level, years);
    const skew = SKEW / Math.sqrt(1 + years);
    return NODES.map((logMoneyness) => {
      const k = Number(logMoneyness);
      const volatility = atTheMoney * (1 - skew * k + CURVATURE * skew * k * k);
      return { logMoneyness, volatility: volatility.toFixed(DECIMALS) };
    });
  }

  /** The volatility per root year of a log-moneyness, as a reader of the nodes sees it. */
  volatility(years: number, logMoneyness: number): number {
    const smile = readSmile(this.nodes(years).map(numbersOf));
    return smile.ok ? smileVolatility(smile.value, logMoneyness) : Number.NaN;
  }
}

/** The level after a step. @param move of the logarithm of the price */
export function nextLevel(
  { volatilityBeta }: VolatilityMarket,
  level: number,
  dayShare: number,
  move: number,
  random: Random,
): number {
  const own = OWN_MOVES * Math.sqrt(dayShare) * random.normal();
  return within(level - REVERSION * dayShare * level + volatilityBeta * move + own);
}

/** The at-the-money volatility of an expiry, per root year, at a level. */
export function atTheMoneyAt(market: VolatilityMarket, level: number, years: number): number {
  return market.impliedVolatility * exp(level * termShare(years));
}

/** The level at which an expiry has an at-the-money volatility. */
export function levelOf(market: VolatilityMarket, volatility: number, years: number): number {
  return within(log(volatility / market.impliedVolatility) / termShare(years));
}

function termShare(years: number): number {
  return years <= LEVEL_YEARS ? 1 : exp(TERM_POWER * log(LEVEL_YEARS / years));
}

const within = (level: number): number =>
  Math.min(LEVEL_RANGE.max, Math.max(LEVEL_RANGE.min, level));

const numbersOf = ({ logMoneyness, volatility }: QuotedNode): SmileNode => ({
  logMoneyness: Number(logMoneyness),
  volatility: Number(volatility),
});
