import { describe, expect, it } from 'vitest';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { historicalHouse, walkedCloses } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { trade } from '#libs/domain/testing/inputs.js';
import { reverseStress } from './reverse-stress.js';
import { runStressTests, type StressTestResult } from './run-stress-tests.js';
import { simulateScenario, type ScenarioOutcome } from './simulate-scenario.js';

const DEFAULT_FUND = { sizing: 'cover-2', minimum: '0', memberFloor: '0', rounding: '0.01' };
let trades = 0;

function house(changes: Readonly<Record<string, unknown>> = {}): HousePlay {
  return historicalHouse({ defaultFund: DEFAULT_FUND, ...changes });
}

/** ALPHA, or another account, buys from GAMMA, whose isolated house account takes the other side. */
function buy(
  play: HousePlay,
  instrument: string,
  quantity: string,
  price: string,
  of = 'ALPHA/HOUSE',
) {
  trades += 1;
  const tradeId = `S-${trades}`;
  play.trade(trade({ tradeId, instrument, quantity, price, buyer: of, seller: 'GAMMA/HOUSE' }));
  expect(play.of('TradeNovated').at(-1)?.tradeId).toBe(tradeId);
}

function run(play: HousePlay): StressTestResult {
  return runStressTests(play.house, play.engine, referenceOf(play.house).data.members);
}

function outcome(play: HousePlay, name: string, account = 'ALPHA/HOUSE'): ScenarioOutcome {
  const simulation = simulateScenario(play.house, play.engine, name, [account]);
  if (!simulation.ok) throw new Error(JSON.stringify(simulation.error));
  const outcomes = simulation.value.at(1);
  if (!outcomes.ok) throw new Error(JSON.stringify(outcomes.error));
  return outcomes.value[0]!;
}

/** The largest return over two days of closes, by its own arithmetic. */
function largestMove(closes: readonly (readonly [string, string])[], isLog: boolean): number {
  let largest = 0;
  for (let i = 2; i < closes.length; i++) {
    const [before, after] = [Number(closes[i - 2]![1]), Number(closes[i]![1])];
    const move = isLog ? Math.log(after / before) : after - before;
    largest = Math.max(largest, Math.abs(move));
  }
  return largest;
}

/** Cents, whatever the last digit of a quantum does. */
const expectNear = (minor: bigint, expected: number): void =>
  expect(Math.abs(Number(minor) - expected)).toBeLessThanOrEqual(1);

describe('stress scenarios revalue in full (margin-model.md h.5)', () => {
  it('move every class by a multiple of its largest move over the horizon', () => {
    const play = house();
    buy(play, 'SPX-FUT', '10', '5000.00');
    const move = largestMove(walkedCloses(7, 4800), true);
    expectNear(
      outcome(play, 'all-down-2x').pnlMinor,
      10 * 5_000 * 5_000 * (Math.exp(-2 * move) - 1),
    );
    expectNear(
      outcome(play, 'all-up-1.5x').pnlMinor,
      10 * 5_000 * 5_000 * (Math.exp(1.5 * move) - 1),
    );
  });

  it('move a class of absolute returns by points', () => {
    const play = house();
    buy(play, 'OIL-FUT', '3', '70.00');
    const points = largestMove(walkedCloses(11, 70), false);
    expectNear(outcome(play, 'all-down-2x').pnlMinor, -3 * 100_000 * 2 * points);
  });

  it('move a class without history by the range of its scan', () => {
    const play = house();
    buy(play, 'GAS-FUT', '1', '3.00');
    expectNear(outcome(play, 'all-down-1.5x').pnlMinor, 100_000 * 3 * (Math.exp(-1.5 * 0.12) - 1));
  });

  it('repeat what happened by a date, jointly, for what has a close of it', () => {
    const play = house();
    buy(play, 'SPX-FUT', '1', '5000.00');
    buy(play, 'OIL-FUT', '1', '70.00');
    buy(play, 'GAS-FUT', '1', '3.00');
    const date = '2024-03-09';
    const [spx, oil] = [walkedCloses(7, 4800), walkedCloses(11, 70)];
    const at = spx.findIndex(([day]) => day === date);
    const close = (closes: typeof spx, i: number): number => Number(closes[i]![1]);
    const index = close(spx, at) / close(spx, at - 2) - 1;
    const points = close(oil, at) - close(oil, at - 2);
    expectNear(
      outcome(play, `historical-${date}`).pnlMinor,
      5_000 * 5_000 * index + 100_000 * points,
    );
  });

  it('turn the sign of one class against all others', () => {
    const play = house();
    buy(play, 'SPX-FUT', '1', '5000.00');
    buy(play, 'OIL-FUT', '1', '70.00');
    const spx = largestMove(walkedCloses(7, 4800), true);
    const oil = largestMove(walkedCloses(11, 70), false);
    expectNear(
      outcome(play, 'all-down-2x-against-OIL').pnlMinor,
      5_000 * 5_000 * (Math.exp(-2 * spx) - 1) + 100_000 * 2 * oil,
    );
  });

  it('take the moves that the reference data names, by name, before those made here', () => {
    const scenario = { name: 'crash', moves: { SPX: '-0.30' } };
    const play = house({ stressScenarios: [scenario] });
    buy(play, 'SPX-FUT', '1', '5000.00');
    expectNear(outcome(play, 'crash').pnlMinor, 5_000 * 5_000 * (Math.exp(-0.3) - 1));
  });

  it('revalue options at the volatility of the scenario', () => {
    const play = house();
    buy(play, 'SPX-CALL', '1', '300.00');
    const up = outcome(play, 'all-prices-still-volatility-up').pnlMinor;
    const down = outcome(play, 'all-prices-still-volatility-down').pnlMinor;
    expect(up).toBeGreaterThan(0n);
    expect(down).toBeLessThan(0n);
  });

  it('add the cost of liquidation with half the volume and twice the spreads', () => {
    const play = house();
    buy(play, 'SPX-FUT', '40', '5000.00');
    const model = play.engine.cube().classModel('SPX');
    const sigma = model.method === 'fhs' ? model.factor.volatility.current : Number.NaN;
    const notional = 40 * 5_000 * 5_000;
    const expected = notional * (0.0002 + sigma * Math.sqrt(40 / 1_000));
    expectNear(outcome(play, 'all-up-2x').liquidationMinor, expected);
  });

  it('name what there is where a scenario is not known', () => {
    const play = house();
    const unknown = simulateScenario(play.house, play.engine, 'flood', ['ALPHA/HOUSE']);
    expect(unknown.ok).toBe(false);
    if (unknown.ok || unknown.error.code !== 'UNKNOWN_SCENARIO') return;
    expect(unknown.error.known).toContain('crash');
  });
});

describe('stress losses over margin of the house', () => {
  it('are those of the accounts, less the margin that they lodge', () => {
    const play = house({ stressScenarios: [{ name: 'flood', moves: { OIL: '-0.80' } }] });
    buy(play, 'OIL-FUT', '10', '70.00');
    const { cover, scenarios, minorOf } = run(play);
    const s = scenarios.findIndex(({ name }) => name === 'flood');
    const margin = play.engine.requirement('ALPHA/HOUSE');
    const loss = -outcome(play, 'flood').pnlMinor;
    const alpha = cover.scenarios[s]?.largest.find(({ group }) => group === 'ALPHA');
    expect(minorOf(alpha?.loss ?? 0)).toBe(loss - margin.totalMinor);
    expect(loss).toBeGreaterThan(margin.totalMinor);
  });

  it('do not net a member’s house against its client', () => {
    const play = house();
    buy(play, 'OIL-FUT', '10', '70.00');
    const alone = run(play).cover.peaks.get('ALPHA')?.loss;
    trades += 1;
    play.trade(
      trade({
        tradeId: `S-${trades}`,
        instrument: 'OIL-FUT',
        quantity: '10',
        price: '70.00',
        buyer: 'BETA/HOUSE',
        seller: 'ALPHA/C1',
      }),
    );
    const both = run(play).cover.peaks.get('ALPHA')?.loss;
    expect(alone).toBeGreaterThan(0);
    expect(both).toBeGreaterThanOrEqual(alone ?? Infinity);
  });

  it('are nothing for who holds paid options alone: no more than their value can be lost', () => {
    const play = house();
    buy(play, 'SPX-CALL', '5', '300.00');
    expect(run(play).cover.peaks.has('ALPHA')).toBe(false);
  });

  it('are the same for an engine that was just made', () => {
    const play = house();
    buy(play, 'SPX-FUT', '7', '5000.00');
    buy(play, 'SPX-CALL', '3', '300.00');
    const before = run(play);
    play.restart(play.house);
    const after = run(play);
    expect(after.cover).toEqual(before.cover);
  });

  it('group affiliates, whose losses add up', () => {
    const members = [
      member('ALPHA', 'AB', 'HOUSE'),
      member('BETA', 'AB', 'HOUSE'),
      member('GAMMA', 'GAMMA', 'HOUSE'),
    ];
    const play = house({ members });
    buy(play, 'OIL-FUT', '10', '70.00', 'ALPHA/HOUSE');
    const alone = run(play).cover.peaks.get('AB')?.loss ?? 0;
    buy(play, 'OIL-FUT', '10', '70.00', 'BETA/HOUSE');
    expect(run(play).cover.peaks.get('AB')?.loss).toBe(2 * alone);
  });
});

describe('reverse stress of a book', () => {
  it('finds the multiple of a scenario at which what stands behind it is used up', () => {
    const play = house();
    buy(play, 'OIL-FUT', '3', '70.00');
    const simulation = simulateScenario(play.house, play.engine, 'all-down-1.5x', ['ALPHA/HOUSE']);
    if (!simulation.ok) throw new Error(JSON.stringify(simulation.error));
    const lossAt = (multiple: number): bigint => {
      const outcomes = simulation.value.at(multiple);
      return outcomes.ok ? -outcomes.value.reduce((sum, { pnlMinor }) => sum + pnlMinor, 0n) : 0n;
    };
    const perMultiple = 3 * 100_000 * 1.5 * largestMove(walkedCloses(11, 70), false);
    const resources = BigInt(Math.round(3.3 * perMultiple));
    const [found] = reverseStress(lossAt, [{ layer: 'DEFAULTER_MARGIN', minor: resources }]);
    expect(found?.multiplier).toBeCloseTo(3.3, 3);
  });
});

const member = (id: string, group: string, account: string) => ({
  id,
  name: id,
  group,
  accounts: [{ id: account, type: 'house', marginMode: 'portfolio' }],
});
