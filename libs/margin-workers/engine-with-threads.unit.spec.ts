import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';

import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { MarginEngine, type Requirement } from '#libs/domain/risk/margin-engine.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, smile, trade, volatility } from '#libs/domain/testing/inputs.js';
import { RowPool } from './row-pool.js';
import { workerProgram } from './testing/worker-program.js';

const pool = new RowPool({
  threads: 1,
  onRows: () => undefined,
  onLost: (error) => {
    throw error;
  },
  program: workerProgram(),
});
afterAll(() => pool.close());

const ACCOUNTS = ['ALPHA/HOUSE', 'ALPHA/C1', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const OPTIONS = ['SPX-CALL', 'SPX-PUT', 'SPX-FUTURES-CALL'] as const;
const INSTRUMENTS = ['SPX-FUT', 'SPX-MINI', 'OIL-FUT', 'SPX-EUR', 'GAS-FUT', ...OPTIONS] as const;
const PRICE: Readonly<Record<string, string>> = { 'OIL-FUT': '70.00', 'GAS-FUT': '3.00' };
const START_MS = Date.parse('2026-11-20T14:00:01.000Z');
const STEP_MS = 4 * 60_000;

/** A step of a market; steps are minutes apart, so that every few of them the valuation instant moves. */
type Step = (play: HousePlay, at: string, i: number) => void;

const trades: fc.Arbitrary<Step> = fc
  .record({
    instrument: fc.constantFrom(...INSTRUMENTS),
    accounts: fc.shuffledSubarray([...ACCOUNTS], { minLength: 2, maxLength: 2 }),
    lots: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ instrument, accounts: [buyer, seller], lots }): Step => (play, at, i) => {
    const legs = { buyer: buyer!, seller: seller!, quantity: String(lots) };
    const given = { instrument, price: PRICE[instrument] ?? '5000.00', executedAt: at };
    play.trade(trade({ tradeId: `T-${i}`, ...given, ...legs }));
  });

/** Of futures that no option is on, and of the one that all of them are on. */
const ticks: fc.Arbitrary<Step> = fc
  .record({
    symbol: fc.constantFrom('SPX-FUT', 'SPX-FUT', 'SPX-MINI', 'SPX-EUR', 'EURUSD'),
    move: fc.integer({ min: -40, max: 40 }),
  })
  .map(({ symbol, move }): Step => (play, at) => {
    const points = symbol === 'EURUSD' ? (1.08 + move / 1000).toFixed(4) : `${5000 + move}.00`;
    play.price(price({ symbol, price: points, observedAt: at }));
  });

const volatilities: fc.Arbitrary<Step> = fc
  .record({
    level: fc.integer({ min: 15, max: 30 }),
    wing: fc.option(fc.integer({ max: 6, min: 1 })),
  })
  .map(({ level, wing }): Step => (play, at) => {
    const given = { observedAt: at };
    if (wing === null) {
      play.volatility(volatility({ volatility: (level / 100).toFixed(2), ...given }));
      return;
    }
    const nodes = [-0.1, 0, 0.1].map(
      (k) => [String(k), (level / 100 + (k === 0 ? 0 : wing / 100)).toFixed(2)] as const,
    );
    play.volatility(smile('2026-12-18', nodes, given));
  });

/** Another parameter of the model: everything is built anew. */
const parameters: fc.Arbitrary<Step> = fc
  .constantFrom('0.25', '0.40')
  .map((stressWeight): Step => (play) => {
    const [last] = play.of('ReferenceDataChanged').slice(-1);
    const document = changed(last!.document, stressWeight);
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
  });

function changed(document: ReferenceData, stressWeight: string): Record<string, unknown> {
  const { model, ...rest } = JSON.parse(JSON.stringify(document)) as { readonly model: object };
  return { ...rest, model: { ...model, stressWeight } };
}

const steps = fc.array(
  fc.record({
    step: fc.oneof(
      { weight: 5, arbitrary: trades },
      { weight: 4, arbitrary: ticks },
      { weight: 2, arbitrary: volatilities },
      { weight: 1, arbitrary: parameters },
    ),
    /** Whether the rows are there before anybody asks; else they are computed in place. */
    waits: fc.boolean(),
  }),
  { minLength: 4, maxLength: 14 },
);

const requirements = (engine: MarginEngine): Requirement[] =>
  ACCOUNTS.map((account) => engine.requirement(account));

async function rowsOf(engine: MarginEngine): Promise<void> {
  const rows = [...engine.openRows().values()];
  pool.want(rows);
  await vi.waitFor(() => expect(rows.every(({ task }) => !task)).toBe(true), {
    timeout: 15_000,
    interval: 1,
  });
}

describe('an engine whose rows come from other threads', () => {
  it('answers after any history what a new one answers without them, to the last bit', async () => {
    let computed = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const play = historicalHouse();
        for (const [i, { step, waits }] of given.entries()) {
          step(play, new Date(START_MS + i * STEP_MS).toISOString(), i);
          computed += play.engine.openRows().size;
          if (waits) await rowsOf(play.engine);
          expect(requirements(play.engine)).toEqual(requirements(new MarginEngine(play.house)));
        }
      }),
      { numRuns: 12 },
    );
    expect(computed).toBeGreaterThan(0);
  }, 60_000);

  it('gives the price of an option without its scenarios, and computes these when they are needed', () => {
    const play = historicalHouse();
    const [instrument] = OPTIONS;
    play.trade(trade({ instrument, price: '100.00' }));
    expect(play.engine.markTicks(instrument)).toBeGreaterThan(0);
    expect(play.engine.obstacleToMargining(instrument)).toBeUndefined();
    expect([...play.engine.openRows().keys()]).toEqual([instrument]);
    expect(play.engine.requirement('BETA/HOUSE')).toMatchObject({ kind: 'computed' });
    expect(play.engine.openRows().size).toBe(0);
  });
});
