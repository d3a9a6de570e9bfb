import { Random } from '#libs/market-simulation/random/random.js';
import { lotValue, type JointMarket } from '../run/joint-market.js';
import type { Product } from '../products.js';
import { futureId, type Book, type BookKind, type BookPosition, type Expiry } from './book.js';

/** What one leg of a synthetic portfolio is worth at the median price, in USD. */
const LEG_VALUE = 10_000_000;
const SIDES = [
  { sign: 1, word: 'long' },
  { sign: -1, word: 'short' },
] as const;

/** One lot of each product, long and short. */
export function singleBooks(market: JointMarket): Book[] {
  return market.products.flatMap((product) =>
    SIDES.map(({ sign, word }) => ({
      id: `${product.id}-${word}`,
      title: `${word} one lot of ${product.name}`,
      kind: 'single' as const,
      positions: [position(product, 'NEAR', sign)],
    })),
  );
}

/** Every two products with legs of about the same value: long both, and long one against the other. */
export function pairBooks(market: JointMarket): Book[] {
  const legs = balancedLots(market);
  return market.products.flatMap((first, i) =>
    market.products.slice(i + 1).flatMap((second, offset) =>
      SIDES.flatMap(({ sign, word }): Book[] => {
        const other = sign > 0 ? 'long' : 'short';
        const lots = [legs[i] ?? 0, sign * (legs[i + 1 + offset] ?? 0)] as const;
        const positions = [position(first, 'NEAR', lots[0]), position(second, 'NEAR', lots[1])];
        const kind: BookKind = sign > 0 ? 'pair' : 'spread';
        const id = `${first.id}-${second.id}-${word}`;
        return [{ id, title: `long ${first.name}, ${other} ${second.name}`, kind, positions }];
      }),
    ),
  );
}

/** Legs of about the same value in all products: long all, short all, and the first against the rest. */
export function basketBooks(market: JointMarket): Book[] {
  const legs = balancedLots(market);
  const [first] = market.products;
  const basket = (id: string, title: string, sign: (product: Product) => number): Book => ({
    id,
    title,
    kind: 'basket',
    positions: market.products.map((product, i) =>
      position(product, 'NEAR', sign(product) * (legs[i] ?? 0)),
    ),
  });
  return [
    basket('all-long', 'long everything', () => 1),
    basket('all-short', 'short everything', () => -1),
    basket('first-against-rest', `long ${first?.name}, short the rest`, (product) =>
      product === first ? 1 : -1,
    ),
  ];
}

/**
 * Portfolios drawn at random: in each product a leg of up to {@link LEG_VALUE} either way in the near
 * expiry, and in every second product one in the far expiry. The same seed gives the same portfolios.
 */
export function randomBooks(market: JointMarket, count: number, seed: string): Book[] {
  const legs = balancedLots(market);
  return Array.from({ length: count }, (_, n) => {
    const random = new Random(`${seed}/${n}`);
    const positions = market.products.flatMap((product, i) => {
      const drawn = (expiry: Expiry): BookPosition =>
        position(product, expiry, Math.round(random.between(-1, 1) * (legs[i] ?? 0)));
      return random.chance(0.5) ? [drawn('NEAR'), drawn('FAR')] : [drawn('NEAR')];
    });
    return {
      id: `random-${n + 1}`,
      title: `random portfolio ${n + 1}`,
      kind: 'random' as const,
      positions: positions.filter(({ lots }) => lots !== 0),
    };
  });
}

function position(product: Product, expiry: Expiry, lots: number): BookPosition {
  return { instrument: futureId(product.id, expiry), product: product.id, lots };
}

/** Lots per product whose value at the median price is about {@link LEG_VALUE}; at least one. */
function balancedLots({ products, ticks }: JointMarket): number[] {
  return products.map((product, i) => {
    const sorted = [...(ticks[i] ?? [])].sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    const value = Math.abs(lotValue(product, median));
    return value > 0 ? Math.max(1, Math.round(LEG_VALUE / value)) : 1;
  });
}
