import { describe, expect, it } from 'vitest';
import { MARKETS } from './markets.js';
import { planReplay, type MarketCloses } from './plan-replay.js';
import type { Close } from './read-closes.js';

const market = (i: number, ...closes: Close[]): MarketCloses => {
  const definition = MARKETS[i];
  if (!definition) throw new Error(`no market ${i}`);
  return { market: definition, closes };
};

describe('the plan of a replay', () => {
  const index = market(
    0,
    ['2008-01-02', '1000.04'],
    ['2008-01-03', '1010.06'],
    ['2008-01-04', '990'],
    ['2008-01-07', '995'],
  );

  it('takes its business days from the first market and keeps the last price of the others', () => {
    const oil = market(1, ['2008-01-02', '99.62'], ['2008-01-03', '99.18'], ['2008-01-07', '95.1']);
    const plan = planReplay([index, oil], '2008-01-03', '2008-01-07');
    expect(plan.dates).toEqual(['2008-01-03', '2008-01-04', '2008-01-07']);
    expect(plan.markets[0]?.ticks).toEqual([10101, 9900, 9950]);
    expect(plan.markets[0]?.history).toEqual([['2008-01-02', '1000.04']]);
    expect(plan.markets[1]?.ticks).toEqual([9918, 9918, 9510]);
    expect(plan.markets[1]?.closes).toEqual(['99.18', undefined, '95.1']);
  });

  it('leaves out a market without data in the period, and says why', () => {
    const oil = market(1, ['2007-11-01', '90'], ['2007-11-02', '91']);
    const gold = market(2, ['2008-01-03', '860'], ['2008-01-07', '861']);
    const plan = planReplay([index, oil, gold], '2008-01-03', '2008-01-07');
    expect(plan.markets).toHaveLength(1);
    expect(plan.leftOut).toEqual([
      { name: 'WTI crude oil', reason: 'no closes in the period' },
      { name: 'gold', reason: 'no closes before 2008-01-03' },
    ]);
  });

  it('knows of a close at or below zero, for which returns are differences', () => {
    const oil = market(1, ['2008-01-02', '1'], ['2008-01-03', '-36.98'], ['2008-01-07', '2']);
    const plan = planReplay([index, oil], '2008-01-03', '2008-01-07');
    expect(plan.markets.map((one) => one.hasNonPositiveClose)).toEqual([false, true]);
    expect(plan.markets[1]?.ticks).toEqual([-3698, -3698, 200]);
  });

  it('has no days when nothing is there', () => {
    expect(planReplay([], '2008-01-03', '2008-01-07').dates).toEqual([]);
  });
});
