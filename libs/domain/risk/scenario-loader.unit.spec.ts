import { beforeEach, describe, expect, it } from 'vitest';
import type { GroupScenarios } from '#libs/domain/margin-model/group-scenarios.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';

const ACCOUNT = 'ALPHA/HOUSE';

let play: HousePlay;
beforeEach(() => {
  play = historicalHouse();
  play.trade(trade());
  play.evaluate();
});

/** The scenarios that requirements are computed from now; the same object until they are built anew. */
const scenarios = (): GroupScenarios | undefined =>
  play.engine.inside(ACCOUNT).cube.scenariosOf('EQUITY');

const close = (businessDate: string, at: string, observedAt: string): void => {
  play.price(settlementPrice(businessDate, { symbol: 'SPX', price: at, observedAt }));
};

/** Last dates of the scenarios of blocks F and T. */
const lastDate = (): string | undefined => scenarios()?.set?.historicalDates.at(-1);

describe('a settlement price of a factor', () => {
  it('builds no scenarios before the next business date, which its close counts on', () => {
    const before = scenarios();
    const oil = { symbol: 'OIL', price: '71.00', observedAt: '2026-11-20T21:00:00.000Z' };
    play.price(settlementPrice('2026-11-20', oil));
    close('2026-11-20', '5010.00', '2026-11-20T21:00:01.000Z');
    close('2026-11-20', '5011.00', '2026-11-20T21:00:02.000Z');
    expect(scenarios()).toBe(before);
    expect(play.house.attention.everyone).toBe(false);
    play.wallClockMs = Date.parse('2026-11-21T12:00:00.000Z');
    play.price(price({ observedAt: '2026-11-21T12:00:00.000Z' }));
    expect(lastDate()).toBe('2026-11-20');
    expect(play.house.attention.everyone).toBe(true);
    const spx = scenarios()?.set?.factors.get('SPX');
    expect(spx?.returns.every(Number.isFinite)).toBe(true);
  });

  it('of an earlier date counts at once, and everybody is looked at again', () => {
    play.house.attention.everyone = false;
    const oil = { symbol: 'OIL', price: '71.00', observedAt: '2026-11-20T14:30:00.000Z' };
    play.price(settlementPrice('2026-11-19', oil));
    close('2026-11-19', '5010.00', '2026-11-20T14:30:01.000Z');
    expect(play.house.attention.everyone).toBe(true);
    expect(lastDate()).toBe('2026-11-19');
    const late = scenarios();
    close('2026-11-19', '4000.00', '2026-11-20T14:30:02.000Z');
    expect(scenarios()).not.toBe(late);
    expect(lastDate()).toBe('2026-11-19');
  });
});
