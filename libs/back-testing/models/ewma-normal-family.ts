import { dailyReturns } from '#libs/domain/margin-model/daily-returns.js';
import { normalDensity } from '#libs/domain/numerics/normal-density.js';
import { normalQuantile } from '#libs/domain/numerics/normal-quantile.js';
import { lotValue } from '../run/joint-market.js';
import { HOUSE_MODEL } from './house-parameters.js';
import type { ModelFamily, Study } from './model-family.js';

const DECAY = Number(HOUSE_MODEL.decay.fast);
const BASIS = 10_000;

/**
 * A peer that shares nothing with the model but the returns: the expected shortfall of a normal
 * distribution whose covariances are exponentially weighted with decay 0.97, times the root of the
 * horizon. Covariances start as the means of the burn-in's products.
 */
export class EwmaNormalFamily implements ModelFamily {
  readonly models = ['ewma-normal'] as const;
  private readonly returns: readonly Float64Array[];
  private readonly covariance: Float64Array[];
  /** Returns that the covariances hold: those up to the close of this day. */
  private known = HOUSE_MODEL.burnIn;
  private readonly multiple: number;
  /** Net lots per product of each book. */
  private readonly lots: readonly Float64Array[];

  constructor(private readonly study: Study) {
    const { market, confidenceBp, horizonDays, books } = study;
    this.returns = market.products.map((product, i) =>
      dailyReturns(market.closes[i] ?? new Float64Array(), product.returns, 0),
    );
    this.covariance = this.returns.map((first) =>
      Float64Array.from(this.returns, (second) => startingCovariance(first, second)),
    );
    this.multiple = normalShortfall(confidenceBp) * Math.sqrt(horizonDays);
    this.lots = books.map(({ positions }) =>
      Float64Array.from(market.products, ({ id }) =>
        positions.reduce((sum, { product, lots }) => (product === id ? sum + lots : sum), 0),
      ),
    );
  }

  marginsAt(day: number): readonly Float64Array[] {
    this.learnUpTo(day - 1);
    const exposures = this.exposuresAt(day);
    return [
      Float64Array.from(this.lots, (lots) => {
        const weights = lots.map((held, i) => held * (exposures[i] ?? 0));
        return this.multiple * Math.sqrt(Math.max(0, this.variance(weights)));
      }),
    ];
  }

  private learnUpTo(day: number): void {
    for (; this.known < day; this.known++) {
      this.covariance.forEach((row, i) => {
        row.forEach((value, j) => {
          const product =
            (this.returns[i]?.[this.known] ?? 0) * (this.returns[j]?.[this.known] ?? 0);
          row[j] = DECAY * value + (1 - DECAY) * product;
        });
      });
    }
  }

  /** USD that one lot moves by for a return of 1: its value, or the multiplier of absolute returns. */
  private exposuresAt(day: number): number[] {
    const { products, ticks } = this.study.market;
    return products.map((product, i) =>
      product.returns === 'absolute'
        ? lotValue(product, 1) / Number(product.tickSize)
        : lotValue(product, ticks[i]?.[day] ?? 0),
    );
  }

  private variance(weights: Float64Array): number {
    let sum = 0;
    this.covariance.forEach((row, i) => {
      row.forEach((value, j) => {
        sum += (weights[i] ?? 0) * (weights[j] ?? 0) * value;
      });
    });
    return sum;
  }
}

/** Expected shortfall of a standard normal: 2.6652 at 99 %. */
export function normalShortfall(confidenceBp: number): number {
  const tail = (BASIS - confidenceBp) / BASIS;
  return normalDensity(normalQuantile(tail)) / tail;
}

function startingCovariance(first: Float64Array, second: Float64Array): number {
  const { burnIn } = HOUSE_MODEL;
  let sum = 0;
  for (let t = 0; t < burnIn; t++) sum += (first[t] ?? 0) * (second[t] ?? 0);
  return sum / burnIn;
}
