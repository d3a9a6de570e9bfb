import { describe, expect, it } from 'vitest';
import { jointMarket } from '../run/joint-market.js';
import { GOLD, INDEX, walkingMarket } from '../testing/synthetic-market.js';
import { basketBooks, pairBooks, randomBooks, singleBooks } from './reference-books.js';

const market = jointMarket([walkingMarket(INDEX, 100, 'a'), walkingMarket(GOLD, 100, 'b')]);

describe('portfolios of the back-test', () => {
  it('has one lot of each product both ways', () => {
    const lots = singleBooks(market).map(({ positions }) => positions[0]?.lots);
    expect(lots).toEqual([1, -1, 1, -1]);
  });

  it('has legs of about the same value, so that one does not drown the other', () => {
    const [together, against] = pairBooks(market);
    const values = (together?.positions ?? []).map(({ product, lots }) => {
      const index = market.products.findIndex(({ id }) => id === product);
      const value = ((market.ticks[index]?.[50] ?? 0) * (index === 0 ? 500 : 100)) / 100;
      return (lots * value) / 10_000_000;
    });
    expect(values.every((value) => value > 0.7 && value < 1.4)).toBe(true);
    expect((against?.positions[1]?.lots ?? 0) < 0).toBe(true);
  });

  it('the same seed draws the same portfolios, another seed others', () => {
    expect(randomBooks(market, 6, 'x')).toEqual(randomBooks(market, 6, 'x'));
    expect(randomBooks(market, 6, 'x')).not.toEqual(randomBooks(market, 6, 'y'));
  });

  it('every portfolio has an id of its own and holds something', () => {
    const all = [...pairBooks(market), ...basketBooks(market), ...randomBooks(market, 20, 's')];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { positions } of all) {
      expect(positions.length).toBeGreaterThan(0);
      expect(positions.every(({ lots }) => Number.isSafeInteger(lots) && lots !== 0)).toBe(true);
    }
  });
});
