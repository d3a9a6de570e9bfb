import { jointCloses } from '#libs/domain/margin-model/joint-closes.js';
import type { Market } from '../data/read-markets.js';
import type { Product } from '../products.js';

/** Several markets on the dates on which all of them have a close: what one back-test runs over. */
export interface JointMarket {
  readonly products: readonly Product[];
  /** Ascending. */
  readonly dates: readonly string[];
  /** Per product, closes on those dates. */
  readonly closes: readonly Float64Array[];
  /** The same in ticks, rounded to the nearest. */
  readonly ticks: readonly Float64Array[];
}

/** Puts markets together; factors missing on a date take it from all (margin-model.md b.1). */
export function jointMarket(markets: readonly Market[]): JointMarket {
  const { dates, closes } = jointCloses(
    markets.map(({ product, dates: ofMarket, closes: prices }) => ({
      symbol: product.id,
      dates: ofMarket,
      closes: prices,
    })),
  );
  const products = markets.map(({ product }) => product);
  const ticks = closes.map((prices, i) => {
    const tickSize = Number(products[i]?.tickSize ?? '1');
    return prices.map((price) => Math.round(price / tickSize));
  });
  return { products, dates, closes, ticks };
}

/** The value of one lot at one tick, in USD; its sign is that of the price. */
export function lotValue(product: Product, ticks: number): number {
  return (ticks * product.tickValueMinor) / 100;
}
