import { describe, expect, it } from 'vitest';
import { compareDays, exceedances, type DayRecord } from './back-test.js';
import { drawChart } from './chart.js';
import { MARKETS } from './markets.js';
import { planReplay } from './plan-replay.js';

const plan = planReplay(
  [
    {
      market: MARKETS[0]!,
      closes: [
        ['2008-01-02', '1000'],
        ['2008-01-03', '1000'],
        ['2008-01-04', '990'],
        ['2008-01-07', '985'],
      ],
    },
  ],
  '2008-01-03',
  '2008-01-07',
);
/** Two lots of 50 USD a point. */
const record = (day: number, requirement: number, lots = 2): DayRecord => ({
  account: 'ALPHA/HOUSE',
  day,
  requirement,
  lots: new Map([['SPX-FUT', lots]]),
});

describe('the comparison of requirements with losses', () => {
  it('takes the loss of the positions held still over one day and over two', () => {
    const compared = compareDays(plan, [record(0, 900), record(1, 900, -2), record(2, 900)]);
    expect(compared.get('ALPHA/HOUSE')).toEqual([
      {
        date: '2008-01-03',
        requirement: 900,
        positionValue: 100_000,
        nextDayLoss: 1_000,
        twoDayLoss: 1_500,
      },
      {
        date: '2008-01-04',
        requirement: 900,
        positionValue: 99_000,
        nextDayLoss: -500,
        twoDayLoss: undefined,
      },
      {
        date: '2008-01-07',
        requirement: 900,
        positionValue: 98_500,
        nextDayLoss: undefined,
        twoDayLoss: undefined,
      },
    ]);
  });

  it('counts a loss that is above the requirement, not one that equals it', () => {
    const days = (requirement: number) =>
      compareDays(plan, [record(0, requirement)]).get('ALPHA/HOUSE') ?? [];
    expect(exceedances(days(999.99), 'nextDayLoss')).toMatchObject({
      days: 1,
      count: 1,
      worstDate: '2008-01-03',
    });
    expect(exceedances(days(1_000), 'nextDayLoss').count).toBe(0);
    expect(exceedances(days(1_000), 'twoDayLoss')).toEqual({
      days: 1,
      count: 1,
      worstShortfall: 500,
      worstDate: '2008-01-03',
    });
  });

  it('is drawn with a red bar for each loss that was not covered', () => {
    const days = compareDays(plan, [record(0, 900), record(1, 900)]).get('ALPHA/HOUSE') ?? [];
    const svg = drawChart(days, { title: 'A < B & C', subtitle: '' });
    expect(svg).toContain('A &lt; B &amp; C');
    expect(svg).toContain('2008-01-03: required 0.00 m, lost 0.00 m the next day');
    // One bar, and the entry of the legend.
    expect(svg.match(/fill="#c81e1e"/g)).toHaveLength(2);
  });
});
