import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade, volatility } from '#libs/domain/testing/inputs.js';

const [ALPHA, BETA] = ['ALPHA/HOUSE', 'BETA/HOUSE'] as const;
const DAY = '2026-11-20';

let play: HousePlay;
beforeEach(() => {
  play = historicalHouse();
});

function buy(instrument: string, lots: number, at: string, sides = {}): void {
  const [event] = play.trade(
    trade({
      tradeId: `T-${play.events.length}`,
      instrument,
      quantity: String(lots),
      price: at,
      ...sides,
    }),
  );
  if (event?.type !== 'TradeNovated') throw new Error(JSON.stringify(event?.payload));
}

const settle = (): unknown[] => {
  const before = play.events.length;
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: DAY });
  return play.events
    .slice(before)
    .flatMap(({ type, payload }) => (type === 'AccountSettled' ? [payload] : []));
};

const evaluation = (account: string) => evaluateAccount(play.house, play.engine, account);

/** Deficit and debts of an account in minor units of the base currency, all of it in dollars. */
function owed(account: string): bigint {
  const { deficitMinor, collateral } = evaluation(account);
  return collateral.debts.reduce((total, { amountMinor }) => {
    const debt = BigInt(amountMinor);
    return total + (debt < 0n ? -debt : debt);
  }, deficitMinor);
}

describe('the premium of an option (f.4)', () => {
  it('is due from the buyer until a cycle has paid it, and counts for nothing to the seller', () => {
    buy('SPX-CALL', 3, '100.00');
    // 3 lots of 100 points at 50 dollars.
    expect(evaluation(ALPHA).unsettledMinor).toBe(-1_500_000n);
    expect(evaluation(BETA).unsettledMinor).toBe(0n);
    expect(settle()).toMatchObject([
      { account: ALPHA, amount: '-15000.00', lines: [{ kind: 'PREMIUM', amount: '-15000.00' }] },
      { account: BETA, amount: '15000.00', lines: [{ kind: 'PREMIUM', amount: '15000.00' }] },
    ]);
    expect(evaluation(ALPHA).unsettledMinor).toBe(0n);
  });

  it('is paid once, for what was traded, whatever the option is worth by then', () => {
    buy('SPX-CALL', 3, '100.00');
    buy('SPX-CALL', 1, '120.00', { buyer: BETA, seller: ALPHA });
    play.volatility(volatility({ volatility: '0.5', observedAt: '2026-11-20T14:10:00.000Z' }));
    expect(settle()).toMatchObject([
      { account: ALPHA, amount: '-9000.00' },
      { account: BETA, amount: '9000.00' },
    ]);
    expect(settle()).toEqual([]);
    buy('SPX-CALL', 2, '0.00');
    expect(settle()).toMatchObject([
      { account: ALPHA, amount: '0.00', journal: [] },
      { account: BETA, amount: '0.00', journal: [] },
    ]);
  });

  it('is no variation margin: an option in futures style is settled at its model value', () => {
    buy('SPX-FUTURES-CALL', 2, '100.00');
    const mark = play.engine.markTicks('SPX-FUTURES-CALL') ?? 0;
    // 2 lots, 2.50 dollars a tick, bought at 2000 ticks.
    const gain = (2 * 2.5 * (mark - 2000)).toFixed(2);
    const lines = [{ kind: 'VARIATION_MARGIN', openingPosition: '0', amount: gain }];
    expect(gain).not.toBe('0.00');
    expect(settle()[0]).toMatchObject({ account: ALPHA, amount: gain, lines });
    play.price(price({ price: '5100.00', observedAt: '2026-11-20T14:20:00.000Z' }));
    expect(evaluation(BETA).unsettledMinor < 0n).toBe(true);
    expect(evaluation(ALPHA).unsettledMinor).toBe(0n);
  });
});

describe('a cycle', () => {
  it('never raises what an account owes, its deficit and its debts together', () => {
    const instruments = ['SPX-CALL', 'SPX-PUT', 'SPX-FUTURES-CALL', 'SPX-FUT'] as const;
    const step = fc.record({
      instrument: fc.constantFrom(...instruments),
      lots: fc.integer({ min: 1, max: 30 }),
      points: fc.integer({ min: 0, max: 300 }),
      turned: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 4800, max: 5200 }),
        fc.integer({ min: 0, max: 3_000_000 }),
        (steps, at, cash) => {
          play = historicalHouse();
          play.collateral(deposit({ quantity: `${cash}.00` }));
          for (const { instrument, lots, points, turned } of steps)
            buy(
              instrument,
              lots,
              `${instrument === 'SPX-FUT' ? 5000 + points - 150 : points}.00`,
              turned ? { buyer: BETA, seller: ALPHA } : {},
            );
          const observedAt = '2026-11-20T14:05:00.000Z';
          play.price(price({ price: `${at}.00`, observedAt }));
          const before = [ALPHA, BETA].map(owed);
          const lines = settle();
          const after = [ALPHA, BETA].map(owed);
          after.forEach((amount, i) => expect(amount <= before[i]!).toBe(true));
          expect(lines.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 15 },
    );
  });
});
