import { Random } from '#libs/market-simulation/random/random.js';
import { exp } from '#libs/domain/numerics/exp.js';
import type { Market } from '../data/read-markets.js';
import { PRODUCTS, type Product } from '../products.js';

const DAY_MS = 86_400_000;

/** A product with little history to wait for. */
export function shortHistory(product: Product, minimumHistory = 40): Product {
  return { ...product, minimumHistory };
}

/** Business days from Monday 2001-01-01 on. */
export function businessDays(count: number): string[] {
  const dates: string[] = [];
  for (let ms = Date.UTC(2001, 0, 1); dates.length < count; ms += DAY_MS) {
    const day = new Date(ms).getUTCDay();
    if (day > 0 && day < 6) dates.push(new Date(ms).toISOString().slice(0, 10));
  }
  return dates;
}

/** A market with the closes given. */
export function marketOf(product: Product, closes: readonly number[]): Market {
  return { product, dates: businessDays(closes.length), closes, weekendRows: 0, rowsLeftOut: 0 };
}

/** A seeded random walk of log returns with the volatility given per day. */
export function walkingMarket(
  product: Product,
  days: number,
  seed: string,
  volatility = 0.01,
): Market {
  const random = new Random(seed);
  let price = 2000;
  const closes = Array.from({ length: days }, () => (price *= exp(volatility * random.normal())));
  return marketOf(product, closes);
}

/** The S&P 500 with little history to wait for. */
export const INDEX: Product = shortHistory(PRODUCTS.SPX);
export const GOLD: Product = shortHistory(PRODUCTS.XAU);
