import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TradeToSend } from '../messages.js';
import { madeUpMarkets } from '../testing/made-up-markets.js';
import { planReplay } from './plan-replay.js';
import { MEMBERS_MAX, MEMBERS_MIN, populate, referenceAccount } from './population.js';
import { ReplayTraders } from './replay-traders.js';

const DAYS = 30;
const plan = planReplay(madeUpMarkets(150), '2001-06-01', '2001-07-12');

function tradeAll(
  members: number,
  seed: number,
): { traders: ReplayTraders; trades: TradeToSend[] } {
  const traders = new ReplayTraders(plan, populate(members), seed);
  const trades = Array.from({ length: DAYS }, (_, day) => traders.tradesOf(day)).flat();
  return { traders, trades };
}

describe("the members' trading in a replay", () => {
  it('is the same for the same seed and another for another', () => {
    expect(plan.dates).toHaveLength(DAYS);
    const { trades } = tradeAll(6, 1);
    expect(trades.length).toBeGreaterThan(100);
    expect(tradeAll(6, 1).trades).toEqual(trades);
    expect(tradeAll(6, 2).trades.map(({ quantity }) => quantity)).not.toEqual(
      trades.map(({ quantity }) => quantity),
    );
  });

  it('leaves positions that add up to zero, and follow from the trades', () => {
    fc.assert(
      fc.property(fc.integer({ min: MEMBERS_MIN, max: MEMBERS_MAX }), fc.nat(), (members, seed) => {
        const { traders, trades } = tradeAll(members, seed);
        for (const [i, positions] of traders.positions.entries()) {
          const instrument = plan.markets[i]!.market.instrument;
          const lots = new Map<string, number>();
          for (const trade of trades.filter((one) => one.instrument === instrument)) {
            const { buyer, seller, quantity } = trade;
            lots.set(buyer, (lots.get(buyer) ?? 0) + Number(quantity));
            lots.set(seller, (lots.get(seller) ?? 0) - Number(quantity));
          }
          expect(positions).toEqual(lots);
          expect([...positions.values()].reduce((sum, held) => sum + held, 0)).toBe(0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('sends whole lots between two accounts, under ids that do not repeat', () => {
    const { trades } = tradeAll(6, 3);
    expect(new Set(trades.map(({ tradeId }) => tradeId)).size).toBe(trades.length);
    for (const { buyer, seller, quantity } of trades) {
      expect(buyer).not.toBe(seller);
      expect(quantity).toMatch(/^[1-9]\d*$/);
    }
  });

  it('does not look ahead: later closes change no earlier trade', () => {
    const other = madeUpMarkets(150).map(({ market, closes }) => ({
      market,
      closes: closes.map(([date, close]) =>
        date > '2001-06-15' ? ([date, '77.00'] as const) : ([date, close] as const),
      ),
    }));
    const changed = new ReplayTraders(
      planReplay(other, '2001-06-01', '2001-07-12'),
      populate(6),
      1,
    );
    const { trades } = tradeAll(6, 1);
    const upTo = plan.dates.filter((date) => date <= '2001-06-15').length;
    const early = Array.from({ length: upTo }, (_, day) => changed.tradesOf(day)).flat();
    expect(early).toEqual(trades.slice(0, early.length));
  });

  it('never changes the position of the reference account', () => {
    const members = populate(6);
    const traders = new ReplayTraders(plan, members, 1);
    const held = Array.from({ length: DAYS }, (_, day) => {
      traders.tradesOf(day);
      return traders.positions.map((lots) => lots.get(referenceAccount(members)) ?? 0);
    });
    expect(new Set(held.map(String))).toEqual(new Set(['400,0,0']));
  });

  it('lets no two accounts hold the same', () => {
    const traders = new ReplayTraders(plan, populate(6), 1);
    const held = Array.from({ length: DAYS }, (_, day) => {
      traders.tradesOf(day);
      return traders.positions.map((lots) => new Map(lots));
    });
    const accounts = populate(6).flatMap((member) => member.accounts.map(({ id }) => id));
    const courses = accounts.map((account) =>
      String(held.flatMap((markets) => markets.map((lots) => lots.get(account) ?? 0))),
    );
    expect(new Set(courses).size).toBe(accounts.length);
  });
});
