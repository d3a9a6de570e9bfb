import { beforeEach, describe, expect, it } from 'vitest';
import { moveClock } from '#libs/domain/house/evolve.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { trade } from '#libs/domain/testing/inputs.js';
import { MarginEngine } from './margin-engine.js';

const [HOUSE, CLIENT] = ['ALPHA/HOUSE', 'ALPHA/C1'] as const;
const DAY_MS = 86_400_000;

let play: HousePlay;
beforeEach(() => {
  play = historicalHouse();
});

function buy(account: string, lots: number, instrument = 'SPX-FUT', price = '5000.00'): void {
  const tradeId = `T-${play.events.length}`;
  const [event] = play.trade(
    trade({ tradeId, instrument, price, quantity: String(lots), buyer: account }),
  );
  if (event?.type !== 'TradeNovated') throw new Error(JSON.stringify(event?.payload));
}

/** The class SPX of an account, as its requirement breaks down. */
function spx(account: string) {
  const requirement = play.engine.requirement(account);
  if (requirement.kind === 'failed') throw new Error(requirement.failure.code);
  const group = requirement.breakdown.groups[0]!;
  return { ...group.classes.find(({ underlying }) => underlying === 'SPX')!, group };
}

const minor = (account: string): number => {
  const { liquidityMinor, memberLiquidityMinor } = spx(account);
  return Number(liquidityMinor + memberLiquidityMinor);
};

describe('liquidity of a member (d.1)', () => {
  it('a position split over two accounts pays what it would in one, in proportion to the lots', () => {
    buy(HOUSE, 900);
    const whole = minor(HOUSE);
    play = historicalHouse();
    buy(HOUSE, 600);
    expect(spx(HOUSE).memberLiquidityMinor).toBe(0n);
    buy(CLIENT, 300);
    expect(Math.abs(minor(HOUSE) + minor(CLIENT) - whole)).toBeLessThanOrEqual(2);
    const [ours, theirs] = [HOUSE, CLIENT].map((id) => Number(spx(id).memberLiquidityMinor));
    expect(Math.abs(ours! - 2 * theirs!)).toBeLessThanOrEqual(2);
    expect(theirs).toBeGreaterThan(0);
    expect(play.engine.requirement('BETA/HOUSE')).toEqual(
      new MarginEngine(play.house).requirement('BETA/HOUSE'),
    );
  });

  it('follows the clock where only time has passed, in an engine that was asked before', () => {
    buy(HOUSE, 300, 'SPX-CALL', '100.00');
    buy(CLIENT, 300, 'SPX-CALL', '100.00');
    buy(CLIENT, 1, 'SPX-FUT');
    const before = spx(CLIENT).memberLiquidityMinor;
    const { position, ledgerTimeMs = 0 } = play.house;
    moveClock(play.house, ledgerTimeMs + 7 * DAY_MS);
    expect(play.house.position).toBe(position);
    const fresh = new MarginEngine(play.house).requirement(CLIENT);
    expect(play.engine.requirement(CLIENT)).toEqual(fresh);
    expect(spx(CLIENT).memberLiquidityMinor).not.toBe(before);
  });
});

describe('wrong-way risk (d.2)', () => {
  it('charges the share of its own group to a member that is long, and to nobody else', () => {
    buy(HOUSE, 10);
    // 3 % of 10 lots of 5000 points at 50 USD.
    expect(spx(HOUSE).group.wrongWayMinor).toBe(7_500_000n);
    expect(spx('BETA/HOUSE').group.wrongWayMinor).toBe(0n);
  });
});
