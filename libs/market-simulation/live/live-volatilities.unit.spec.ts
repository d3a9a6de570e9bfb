import { describe, expect, it } from 'vitest';
import { readSmile } from '#libs/domain/volatility/read-smile.js';
import { readSurface } from '#libs/domain/volatility/read-surface.js';
import { monthlyExpiryFrom } from '../prices/monthly-expiry.js';
import { TickGrid } from '../prices/tick-grid.js';
import { Random } from '../random/random.js';
import { lastMarketOf } from './last-market.js';
import { LIVE_MARKETS } from './live-markets.js';
import { LiveVolatilities } from './live-volatilities.js';
import { madeUpPast } from './made-up-past.js';
import { PriceSources } from './price-sources.js';
import { PriceWalk } from './price-walk.js';
import { levelOf, VolatilityWalk } from './volatility-walk.js';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const EXPIRY_MS = Date.parse('2028-12-15T21:00:00.000Z');
const SPX = LIVE_MARKETS[0]!;

const walkAt = (level: number): VolatilityWalk => new VolatilityWalk(SPX, level, new Random('v'));

describe('simulated volatilities', () => {
  it('rise when prices fall, near expiries more than far ones', () => {
    const walk = walkAt(0);
    const before = [Number(walk.atTheMoney(1 / 12)), Number(walk.atTheMoney(4))] as const;
    walk.step(0, -0.05);
    const [near, far] = [Number(walk.atTheMoney(1 / 12)), Number(walk.atTheMoney(4))];
    expect(near / before[0]).toBeGreaterThan(far / before[1]);
    expect(far).toBeGreaterThan(before[1]);
  });

  it('make no calendar arbitrage at any level', () => {
    for (let level = -0.7; level <= 1.3; level += 0.1) {
      const slices = [0.07, 0.16, 0.5, 1, 2, 4, 9].map((years) => {
        const nodes = walkAt(level)
          .nodes(years)
          .map((node) => ({ logMoneyness: +node.logMoneyness, volatility: +node.volatility }));
        const smile = readSmile(nodes);
        if (!smile.ok) throw new Error(JSON.stringify(smile.error));
        return { years, smile: smile.value };
      });
      expect(readSurface(slices).ok).toBe(true);
    }
  });

  it('are sent from the far end when they rose and from the near end when they fell', () => {
    const grid = new TickGrid('0.25');
    const market = { instrument: 'F', underlying: 'SPX', grid, dailyVolatility: 0.01 };
    const price = new PriceWalk(market, 20_000, new Random('p'));
    const walk = walkAt(0);
    const live = new LiveVolatilities(
      [{ underlying: 'SPX', walk, price, expiriesMs: [EXPIRY_MS] }],
      'V',
    );
    const sent = (): (string | undefined)[] =>
      live.observations(NOW_MS).map(({ expiry }) => expiry);
    sent();
    walk.step(0, -0.02);
    expect(sent()).toEqual(['2028-12-15', '2026-12-18']);
    walk.step(0, 0.02);
    expect(sent()).toEqual(['2026-12-18', '2028-12-15']);
  });

  it('go on from the level at which they were quoted last', () => {
    const walk = walkAt(0.4);
    const volatility = walk.atTheMoney(28 / 365);
    const nodes = walk.nodes(28 / 365);
    const common = { underlying: 'SPX', source: 'V', observedAt: '2026-11-20T23:59:59.999Z' };
    const far = { ...common, expiry: '2028-12-15', nodes: walk.nodes(2) };
    const { volatilities, prices } = lastMarketOf([
      { type: 'PricesObserved', payload: { prices: [{ symbol: 'F', price: '5.00' }] } },
      { type: 'VolatilitiesObserved', payload: { volatilities: [far] } },
      {
        type: 'VolatilitiesObserved',
        payload: { volatilities: [{ ...common, expiry: '2026-12-18', nodes }] },
      },
      { type: 'PriceJudged', payload: { symbol: 'G', combined: '7.00' } },
      { type: 'PriceJudged', payload: { symbol: 'G' } },
    ]);
    expect(Object.fromEntries(prices)).toEqual({ F: '5.00', G: '7.00' });
    const last = volatilities.get('SPX');
    expect(last).toMatchObject({ volatility: Number(volatility) });
    expect(levelOf(SPX, last?.volatility ?? 0, last?.years ?? 0)).toBeCloseTo(0.4, 3);
  });
});

describe('the made-up past', () => {
  it('is the same at every start, and has a volatility that rose in its crisis', () => {
    const past = madeUpPast(new Set(['SPX']));
    expect(madeUpPast(new Set(['SPX']))).toEqual(past);
    expect([...past.histories.keys()].sort()).toEqual(
      ['BTC', 'ESX', 'EURUSD', 'GOLD', 'SPX', 'SPX.VOL', 'SPX.VOL@365', 'WTI'].sort(),
    );
    const volatility = new Map(past.histories.get('SPX.VOL'));
    const values = [...volatility.values()].map(Number).sort((a, b) => a - b);
    const middle = values[Math.floor(values.length / 2)] ?? 0;
    const inCrisis = [...volatility].filter(([date]) => date >= '2020-02' && date < '2020-06');
    const highest = Math.max(...inCrisis.map(([, close]) => Number(close)));
    expect(highest).toBeGreaterThan(1.3 * middle);
  });
});

describe('the sources of a price feed', () => {
  it('quote every two seconds each, but for those that are silent for a time', () => {
    const sources = new PriceSources(['A', 'B', 'C'], new Random('1'));
    const silences = new Set<number>();
    let quotes = 0;
    for (let second = 0; second < 3_600; second += 0.5) {
      quotes += sources.step(0.5).filter(({ source }) => {
        expect(sources.silentNames).not.toContain(source);
        return true;
      }).length;
      silences.add(sources.silentNames.length);
    }
    expect(silences).toEqual(new Set([0, 1, 2, 3]));
    expect(quotes).toBeGreaterThan(3_000);
    expect(quotes).toBeLessThan(5_400);
  });
});

describe('monthly expiries', () => {
  it.each([
    ['2026-11-20', '2026-11-20'],
    ['2026-11-21', '2026-12-18'],
    ['2026-12-31', '2027-01-15'],
    ['2027-10-16', '2027-11-19'],
  ])('the first third Friday from %s on is %s', (from, expiry) => {
    expect(monthlyExpiryFrom(from)).toBe(expiry);
  });
});
