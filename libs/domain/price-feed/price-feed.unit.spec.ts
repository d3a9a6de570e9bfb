import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkObservation } from './check-observation.js';
import { combineQuotes } from './combine-quotes.js';
import { feedEffects, feedState } from './feed-state.js';
import { median } from './median.js';
import { outlierScores } from './outlier-scores.js';
import { CLOSED_GATE, type GateVerdict, passGate, type PriceGate } from './price-gate.js';
import { freshQuotes, type SourceQuote } from './source-quote.js';
import { bandWidth, moveSize, type PriceDynamics } from './time-band.js';

const SETTINGS = {
  maxAgeMs: 10_000,
  haltAfterMs: 60_000,
  outlierScore: 3.5,
  clamp: 0.005,
  quorum: 3,
  band: { floor: 0.002, sigmas: 6 },
  jump: { observations: 3, spanMs: 5_000, within: 0.002 },
};
const DYNAMICS: PriceDynamics = { returns: 'log', shift: 0, dailyVolatility: 0.03 };
const quotesOf = (prices: readonly number[], weights: readonly number[] = []): SourceQuote[] =>
  prices.map((price, i) => ({ source: `S${i}`, price, weight: weights[i] ?? 1, observedAtMs: 0 }));
const combined = (prices: readonly number[], weights: readonly number[] = []) => {
  const result = combineQuotes(quotesOf(prices, weights), SETTINGS);
  return result.ok ? result.value : result.error;
};

describe('sources (margin-model.md j.1, j.2)', () => {
  it.each([
    [{ price: 0, observedAtMs: 5 }, {}, 'PRICE_OUT_OF_RANGE'],
    [{ price: -1, observedAtMs: 5 }, {}, 'PRICE_OUT_OF_RANGE'],
    [{ price: -60, observedAtMs: 5 }, { range: { from: -50, to: 500 } }, 'PRICE_OUT_OF_RANGE'],
    [{ price: NaN, observedAtMs: 5 }, {}, 'PRICE_NOT_FINITE'],
    [{ price: 1, observedAtMs: 5, sequence: 7 }, { sequence: 7 }, 'SEQUENCE_NOT_INCREASING'],
    [{ price: 1, observedAtMs: 11 }, {}, 'TIMESTAMP_IN_FUTURE'],
  ])('refuses %j', (observation, context, error) => {
    expect(checkObservation(observation, { nowMs: 10, ...context })).toEqual({ ok: false, error });
  });

  it('takes the rest, negative prices of products that have them too', () => {
    const low = { price: -37.63, observedAtMs: 10, sequence: 8 };
    const context = { nowMs: 10, sequence: 7, range: { from: -50, to: 500 } };
    expect(checkObservation(low, context)).toEqual({ ok: true, value: low });
    expect(checkObservation({ price: 1, observedAtMs: 10 }, { nowMs: 10 }).ok).toBe(true);
  });

  it('drops what is older than the limit', () => {
    const quotes = [9_999, 10_000, 10_001].map((age) => ({
      ...quotesOf([1])[0]!,
      observedAtMs: 50_000 - age,
    }));
    expect(freshQuotes(quotes, 50_000, 10_000)).toEqual(quotes.slice(0, 2));
  });
});

describe('outliers (margin-model.md j.3)', () => {
  it('worked example (j): scores 0.386, 0, 0.661, 0.826, 78.868; the last is dropped', () => {
    const prices = [61230.5, 61234, 61228, 61241.5, 61950];
    const scores = outlierScores(prices).map((score) => Number(score.toFixed(3)));
    expect(scores).toEqual([0.386, 0, 0.661, 0.826, 78.868]);
    expect(combined(prices)).toMatchObject({
      quality: 'NORMAL',
      outliers: [{ price: 61950 }],
      price: expect.closeTo((61230.5 + 61234 + 61228 + 61241.5) / 4, 9),
    });
  });

  it('a tight cluster does not reject everybody else, and three sources nobody', () => {
    expect(outlierScores([100, 100, 100, 100.04])).toEqual([0, 0, 0, expect.closeTo(2.698, 9)]);
    expect(combined([100, 100, 100.4])).toMatchObject({ outliers: [], quality: 'NORMAL' });
  });

  it('the median of an even number is the mean of the middle two', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
  });
});

describe('combination (margin-model.md j.4)', () => {
  it('worked example (j): 100, 101, 120 by 25, 50 and 25 % is 101', () => {
    expect(combined([100, 101, 120], [0.25, 0.5, 0.25])).toMatchObject({
      price: expect.closeTo(101, 12),
      quality: 'NORMAL',
    });
  });

  it('is degraded with two that agree, refuses two that do not, and takes one with a warning', () => {
    expect(combined([100, 100.4])).toMatchObject({ quality: 'DEGRADED', price: 100.2 });
    expect(combined([100, 101])).toMatchObject({ code: 'SOURCES_DISAGREE' });
    expect(combined([100])).toMatchObject({ quality: 'SINGLE_SOURCE', price: 100 });
    expect(combined([])).toEqual({ code: 'NO_SOURCES' });
  });

  it('one source is enough where the quorum says so', () => {
    const result = combineQuotes(quotesOf([5]), { ...SETTINGS, quorum: 1 });
    expect(result).toMatchObject({ ok: true, value: { quality: 'NORMAL' } });
  });

  it('no source moves the price further than the clamp allows, negative prices included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -200, max: 200, noNaN: true }), { minLength: 3, maxLength: 7 }),
        (prices) => {
          const result = combineQuotes(quotesOf(prices), SETTINGS);
          if (!result.ok || result.value.quality !== 'NORMAL') return;
          const middle = median(result.value.used.map(({ price }) => price));
          const room = 0.005 * Math.abs(middle) * (1 + 1e-9);
          expect(Math.abs(result.value.price - middle)).toBeLessThanOrEqual(room);
        },
      ),
    );
  });
});

describe('time band (margin-model.md j.6)', () => {
  it('worked example (j): [99.8002, 100.2002] after 1 s, [99.5268, 100.4755] after 60 s', () => {
    const after = (ms: number) => {
      const width = bandWidth(SETTINGS.band, DYNAMICS, 100, ms);
      return [-width, width].map((move) => (100 * Math.exp(move)).toFixed(4));
    };
    expect(after(1_000)).toEqual(['99.8002', '100.2002']);
    expect(after(60_000)).toEqual(['99.5268', '100.4755']);
  });

  it('of an underlying with absolute returns is in points, across zero too', () => {
    const oil = { returns: 'absolute', shift: 0, dailyVolatility: 4 } as const;
    expect(bandWidth(SETTINGS.band, oil, 1, 3_600_000)).toBe(24 * Math.sqrt(1 / 24));
    const gate = passGate(CLOSED_GATE, 1, 0, oil, SETTINGS).gate;
    expect(passGate(gate, -3.5, 3_600_000, oil, SETTINGS).verdict).toBe('ACCEPTED');
    expect(passGate(gate, -4.5, 3_600_000, oil, SETTINGS).verdict).toBe('QUARANTINED');
    const shifted = { returns: 'shifted-log', shift: 50, dailyVolatility: 0.03 } as const;
    expect(moveSize(shifted, -1, 49 * Math.exp(-0.002) - 50)).toBeCloseTo(0.002, 12);
  });

  it('a price without a logarithm is out of every band', () => {
    const gate = passGate(CLOSED_GATE, 1, 0, DYNAMICS, SETTINGS).gate;
    expect(passGate(gate, -1, 1e9, DYNAMICS, SETTINGS)).toMatchObject({ move: Infinity });
  });
});

/** The verdicts on prices at seconds, and the gate that is left. */
function pass(...observations: readonly (readonly [seconds: number, price: number])[]) {
  let gate: PriceGate = CLOSED_GATE;
  const verdicts: GateVerdict[] = [];
  for (const [seconds, price] of observations) {
    const decision = passGate(gate, price, seconds * 1_000, DYNAMICS, SETTINGS);
    verdicts.push(decision.verdict);
    gate = decision.gate;
  }
  return { verdicts, gate };
}

describe('jump acceptance (margin-model.md j.6)', () => {
  it('worked example (j)', () => {
    const { verdicts, gate } = pass(
      [0, 100],
      [1, 100.1],
      [2, 109],
      [3, 100.2],
      [4, 108],
      [6, 108.1],
      [8, 108.05],
      [10, 108.2],
    );
    expect(verdicts).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'QUARANTINED',
      'ACCEPTED',
      'QUARANTINED',
      'QUARANTINED',
      'QUARANTINED',
      'JUMP_ACCEPTED',
    ]);
    expect(gate).toEqual({ accepted: { price: 108.2, atMs: 10_000 }, pending: [] });
  });

  it('needs the observations, the time and the agreement', () => {
    expect(pass([0, 100], [1, 110], [7, 110]).verdicts.at(-1)).toBe('QUARANTINED');
    expect(pass([0, 100], [1, 110], [2, 110], [5.9, 110]).verdicts.at(-1)).toBe('QUARANTINED');
    expect(pass([0, 100], [1, 110], [2, 110.3], [6, 110]).verdicts.at(-1)).toBe('QUARANTINED');
    expect(pass([0, 100], [1, 110], [2, 110.2], [6, 110]).verdicts.at(-1)).toBe('JUMP_ACCEPTED');
  });

  it('counts the run that agrees, not what came before it', () => {
    const { verdicts } = pass([0, 100], [1, 120], [2, 110], [4, 110.1], [6, 110], [7, 110.1]);
    expect(verdicts.slice(1)).toEqual([
      'QUARANTINED',
      'QUARANTINED',
      'QUARANTINED',
      'QUARANTINED',
      'JUMP_ACCEPTED',
    ]);
  });

  it('never lets a single spike in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 100, max: 3_000 }),
        (spikes, stepMs) => {
          let gate: PriceGate = CLOSED_GATE;
          let spiked = true;
          spikes.forEach((spike, i) => {
            spiked = spike && !spiked;
            const decision = passGate(gate, spiked ? 130 : 100, i * stepMs, DYNAMICS, SETTINGS);
            expect(decision.verdict).toBe(spiked ? 'QUARANTINED' : 'ACCEPTED');
            gate = decision.gate;
          });
        },
      ),
    );
  });

  it('remembers a fast feed in a bounded number of groups, and accepts its jump in time', () => {
    let { gate } = pass([0, 100]);
    let groups = 0;
    let acceptedAtMs = 0;
    for (let atMs = 1_000; acceptedAtMs === 0 && atMs < 20_000; atMs += 2) {
      const decision = passGate(gate, 110 + (atMs % 10) / 100, atMs, DYNAMICS, SETTINGS);
      gate = decision.gate;
      groups = Math.max(groups, gate.pending.length);
      if (decision.verdict === 'JUMP_ACCEPTED') acceptedAtMs = atMs;
    }
    expect(acceptedAtMs).toBe(6_000);
    expect(groups).toBeLessThanOrEqual(17);
  });
});

describe('state of a feed (margin-model.md j.7)', () => {
  const { gate } = pass([0, 100]);
  const pending = pass([0, 100], [1, 110]).gate;

  it.each([
    ['LIVE', gate, 'NORMAL', 10_000],
    ['DEGRADED', gate, 'DEGRADED', 10_000],
    ['DEGRADED', gate, 'SINGLE_SOURCE', 10_000],
    ['SUSPECT', pending, 'DEGRADED', 10_000],
    ['STALE', gate, 'NORMAL', 10_001],
    ['STALE', pending, 'NORMAL', 60_000],
    ['HALTED', pending, 'NORMAL', 60_001],
    ['HALTED', CLOSED_GATE, 'NORMAL', 0],
  ] as const)('%s', (state, given, quality, nowMs) => {
    expect(feedState(given, quality, nowMs, SETTINGS)).toBe(state);
  });

  it('a stale feed costs a rung and withdrawals, a halted one new risk and liquidation too', () => {
    const free = { rungsUp: 0, withdrawals: true, newRisk: true, automatedLiquidation: true };
    for (const state of ['LIVE', 'SUSPECT', 'DEGRADED'] as const) {
      expect(feedEffects(state, 'DEGRADED')).toEqual(free);
    }
    expect(feedEffects('DEGRADED', 'SINGLE_SOURCE')).toEqual({ ...free, rungsUp: 1 });
    const stale = { ...free, rungsUp: 1, withdrawals: false };
    expect(feedEffects('STALE', 'NORMAL')).toEqual(stale);
    const halted = { ...stale, newRisk: false, automatedLiquidation: false };
    expect(feedEffects('HALTED', 'NORMAL')).toEqual(halted);
  });
});
