import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { VolatilityObservation } from '#libs/domain/inputs/inputs.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { price, smile, volatility } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { bookLots } from '#libs/domain/trading/trading-state.js';
import { readSurface } from '#libs/domain/volatility/read-surface.js';
import { surfaceVolatility } from '#libs/domain/volatility/volatility-surface.js';
import { atTheMoneyVolatility, surfaceOf, volatilityVersion } from './volatility-surfaces.js';

const NOW = '2026-11-20T14:00:00.000Z';
const NOW_MS = Date.parse(NOW);
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const STRIKES = ['-0.2', '-0.1', '0', '0.1', '0.2'];
const nodesOf = (...percent: string[]) => percent.map((level, i) => [STRIKES[i]!, level] as const);

const option = (id: string, expiry: string) => ({
  id,
  type: 'option',
  underlying: 'SPX',
  currency: 'USD',
  tickSize: '0.05',
  tickValueMinor: 500,
  expiry,
  right: 'put',
  strike: '4800',
  premiumStyle: 'premium',
});

/** A house in which options of SPX expire 30 and 60 days after NOW, to the millisecond. */
function open(extra: readonly unknown[] = []): HousePlay {
  const { instruments } = referenceDocument();
  return HousePlay.open({
    instruments: [
      ...(instruments as unknown[]),
      option('PUT-30', '2026-12-20T14:00:00.000Z'),
      option('PUT-60', '2027-01-19T14:00:00.000Z'),
      ...extra,
    ],
  });
}

const NEAR = smile('2026-12-20', nodesOf('0.34', '0.28', '0.24', '0.23', '0.235'));
const FAR = smile('2027-01-19', nodesOf('0.31', '0.27', '0.245', '0.238', '0.24'));

const at = (house: HouseState, k: number, days: number, nowMs = NOW_MS): number => {
  const surface = surfaceOf(house, 'SPX', nowMs);
  return surface ? surfaceVolatility(surface, k, days / 365) : Number.NaN;
};

describe('worked example (a), as messages', () => {
  it('vol(-0.05) of the 30-day smile is 26.0768096 %', () => {
    const play = open();
    play.volatility(NEAR);
    expect(at(play.house, -0.05, 30)).toBeCloseTo(0.260768096, 9);
  });

  it('with the 60-day smile the 45-day volatility at k = -0.05 is 25.8795286 %', () => {
    const play = open();
    play.volatility(NEAR);
    play.volatility(FAR);
    expect(play.quarantined).toEqual([]);
    expect(at(play.house, -0.05, 45)).toBeCloseTo(0.258795286, 9);
    expect(atTheMoneyVolatility(play.house, 'SPX', 30, NOW_MS)).toBeCloseTo(0.24, 14);
  });
});

describe('the surface of an underlying (margin-model.md a.4)', () => {
  const yearsOf = (house: HouseState, nowMs = NOW_MS): number[] =>
    (surfaceOf(house, 'SPX', nowMs) ?? []).map(({ years }) => years);

  it('is none before the first volatility, and its version is 0', () => {
    const { house } = open();
    expect(surfaceOf(house, 'SPX', NOW_MS)).toBeUndefined();
    expect(atTheMoneyVolatility(house, 'SPX', 30, NOW_MS)).toBeUndefined();
    expect(volatilityVersion(house, 'SPX')).toBe(0);
    expect(volatilityVersion(house, 'NO-SUCH')).toBe(0);
  });

  it('of one level is that level for every strike and expiry', () => {
    const play = open();
    play.volatility(volatility({ volatility: '0.183' }));
    for (const [k, days] of [
      [0, 30],
      [-0.4, 1],
      [0.4, 900],
    ] as const)
      expect(at(play.house, k, days)).toBeCloseTo(0.183, 15);
  });

  it('of a level without a tenor is one of 30 days', () => {
    const play = open();
    const { tenorDays, ...without } = volatility();
    expect(tenorDays).toBe(30);
    play.volatility(without);
    expect(yearsOf(play.house)).toEqual([30 / 365]);
  });

  it('of levels is linear in total variance between the tenors', () => {
    const play = open();
    play.volatility(volatility({ volatility: '0.2', tenorDays: 30 }));
    play.volatility(volatility({ volatility: '0.25', tenorDays: 90 }));
    const total = 0.04 * 30 + 0.5 * (0.0625 * 90 - 0.04 * 30);
    expect(atTheMoneyVolatility(play.house, 'SPX', 60, NOW_MS)).toBeCloseTo(
      Math.sqrt(total / 60),
      14,
    );
  });

  it('is made of smiles as long as one is not over, and then of the levels again', () => {
    const play = open();
    play.volatility(volatility({ volatility: '0.3' }));
    play.volatility(NEAR);
    expect(at(play.house, 0, 30)).toBeCloseTo(0.24, 14);
    const expiryMs = Date.parse('2026-12-20T14:00:00.000Z');
    expect(at(play.house, 0, 30, expiryMs - 1)).toBeCloseTo(0.24, 14);
    expect(at(play.house, 0, 30, expiryMs)).toBeCloseTo(0.3, 14);
  });

  it('ends with the last instant of the date at which something listed expires', () => {
    const morning = option('PUT-AM', '2026-12-20T08:00:00.000Z');
    const evening = option('PUT-PM', '2026-12-20T20:30:00.000Z');
    const play = open([evening, morning]);
    play.volatility(NEAR);
    const years = (Date.parse('2026-12-20T20:30:00.000Z') - NOW_MS) / YEAR_MS;
    expect(yearsOf(play.house)).toEqual([years]);
  });

  it('ends with the UTC date where nothing listed expires on it', () => {
    const play = open();
    play.volatility(smile('2026-12-04', [['0', '0.2']]));
    const endMs = Date.parse('2026-12-04T23:59:59.999Z');
    expect(yearsOf(play.house)).toEqual([(endMs - NOW_MS) / YEAR_MS]);
    expect(yearsOf(play.house, endMs - 1)).toHaveLength(1);
    expect(surfaceOf(play.house, 'SPX', endMs)).toBeUndefined();
  });

  it('has an expiry of its own also for a date beside one that expires at midnight', () => {
    const play = open([option('PUT-0', '2026-12-05T00:00:00.000Z')]);
    play.volatility(smile('2026-12-04', [['0', '0.2']]));
    play.volatility(smile('2026-12-05', [['0', '0.2']]));
    expect(play.quarantined).toEqual([]);
    expect(new Set(yearsOf(play.house)).size).toBe(2);
  });

  it('follows the reference data: an instrument that is listed later moves the end of its date', () => {
    const play = open();
    play.volatility(smile('2026-12-04', [['0', '0.2']]));
    const { instruments } = referenceDocument();
    const listed = option('PUT-14', '2026-12-04T15:00:00.000Z');
    const document = referenceDocument({ instruments: [...(instruments as unknown[]), listed] });
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    const years = (Date.parse('2026-12-04T15:00:00.000Z') - NOW_MS) / YEAR_MS;
    expect(yearsOf(play.house)).toEqual([years]);
  });

  it('leaves out what an event of before smiles were checked holds that is none', () => {
    const play = open();
    play.volatility(NEAR);
    const held = play.house.market.volatilities.get('SPX')!;
    const { nodes, ...origin } = held.smiles.get('2026-12-20')!;
    held.smiles.set('2026-12-18', { ...origin, nodes: nodes.toReversed() });
    expect(yearsOf(play.house)).toEqual([30 / 365]);
  });
});

describe('a volatility that is accepted', () => {
  it('takes the place of the one of its expiry, from whatever source, and the version grows', () => {
    const play = open();
    play.volatility(NEAR);
    expect(volatilityVersion(play.house, 'SPX')).toBe(1);
    play.volatility(smile('2026-12-20', [['0', '0.5']], { source: 'OTHER' }));
    expect(volatilityVersion(play.house, 'SPX')).toBe(2);
    expect(at(play.house, -0.2, 30)).toBeCloseTo(0.5, 14);
    expect(play.house.market.volatilities.get('SPX')?.smiles.get('2026-12-20')).toMatchObject({
      source: 'OTHER',
      observedAtMs: NOW_MS,
      nodes: [{ logMoneyness: 0, volatility: 0.5 }],
    });
  });

  it('again and unchanged is recorded, and gives nobody work', () => {
    const play = open();
    bookLots(play.house.trading, 'ALPHA/HOUSE', 'PUT-30', 1, 0);
    play.volatility(NEAR);
    play.evaluate();
    const later = '2026-11-20T14:05:00.000Z';
    const [again] = play.volatility({ ...NEAR, observedAt: later });
    expect(again?.type).toBe('VolatilitiesObserved');
    expect(play.house.ledgerTimeMs).toBe(Date.parse(later));
    expect(volatilityVersion(play.house, 'SPX')).toBe(1);
    expect(play.house.attention.accounts.size).toBe(0);
  });

  it('concerns every account that holds an option of the underlying, and no other', () => {
    const play = open();
    play.price(price());
    play.evaluate();
    const { trading, attention } = play.house;
    bookLots(trading, 'ALPHA/HOUSE', 'PUT-30', 1, 0);
    bookLots(trading, 'BETA/HOUSE', 'PUT-60', -1, 0);
    bookLots(trading, 'GAMMA/HOUSE', 'SPX-FUT', 1, 0);
    play.volatility(volatility({ underlying: 'OIL' }));
    expect([...attention.accounts]).toEqual([]);
    play.volatility(NEAR);
    expect([...attention.accounts].sort()).toEqual(['ALPHA/HOUSE', 'BETA/HOUSE']);
    expect(attention.everyone).toBe(false);
  });

  it('lets go of expiry dates that have been over for more than a day', () => {
    const play = open();
    const dates = () => [...(play.house.market.volatilities.get('SPX')?.smiles.keys() ?? [])];
    play.volatility(smile('2026-11-21', [['0', '0.2']]));
    play.volatility(smile('2026-11-22', [['0', '0.2']]));
    play.volatility({ ...NEAR, observedAt: '2026-11-22T23:59:59.999Z' });
    expect(dates()).toEqual(['2026-11-21', '2026-11-22', '2026-12-20']);
    play.volatility({ ...NEAR, observedAt: '2026-11-23T00:00:00.000Z' });
    expect(dates()).toEqual(['2026-11-22', '2026-12-20']);
  });
});

describe('volatilities in any order', () => {
  const seconds = fc.integer({ min: 0, max: 20 });
  const level = fc.integer({ min: 1, max: 500 }).map((percent) => (percent / 100).toFixed(2));
  const observations: fc.Arbitrary<VolatilityObservation[]> = fc.array(
    fc
      .record({
        underlying: fc.constantFrom('SPX', 'OIL', 'NONE'),
        source: fc.constantFrom('VENDOR1', 'VENDOR2'),
        observedAt: seconds.map((s) => new Date(NOW_MS + s * 1000).toISOString()),
        what: fc.oneof(
          fc.record({ volatility: level, tenorDays: fc.constantFrom(7, 30, 90) }),
          fc.record({
            expiry: fc.constantFrom('2026-11-20', '2026-12-20', '2027-01-19', '2027-01-20'),
            nodes: fc
              .subarray(STRIKES, { minLength: 1 })
              .chain((strikes) =>
                fc.tuple(
                  ...strikes.map((k) => level.map((v) => ({ logMoneyness: k, volatility: v }))),
                ),
              ),
          }),
        ),
      })
      .map(({ what, ...rest }) => ({ ...rest, ...what })),
    { minLength: 1, maxLength: 25 },
  );

  const played = (given: readonly VolatilityObservation[]): HousePlay => {
    const play = open();
    // The clock stands where the last of them leaves it, whatever their order.
    play.price(price({ observedAt: new Date(NOW_MS + 20_000).toISOString() }));
    for (const each of given) play.volatility(each);
    return play;
  };

  it('of different underlyings leave the same state', () => {
    fc.assert(
      fc.property(observations, (given) => {
        const sorted = [...given].sort((a, b) => a.underlying.localeCompare(b.underlying));
        const [one, other] = [played(given).house, played(sorted).house];
        expect(one.market.volatilities).toEqual(other.market.volatilities);
      }),
      { numRuns: 60 },
    );
  });

  it('make a surface without calendar arbitrage, now and at every later time', () => {
    const later = fc.integer({ min: 0, max: 70 * DAY_MS });
    fc.assert(
      fc.property(observations, later, (given, passedMs) => {
        const { house } = played(given);
        for (const nowMs of [NOW_MS, NOW_MS + passedMs]) {
          const surface = surfaceOf(house, 'SPX', nowMs);
          expect(surface ? readSurface(surface) : undefined).toEqual(
            surface && { ok: true, value: surface },
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are what the fold of their events is, and what a snapshot of it is', () => {
    fc.assert(
      fc.property(observations, (given) => {
        const { house, events } = played(given);
        expect(booksOf(fold('main', events))).toEqual(booksOf(house));
        expect(deserialize(serialize(house.market))).toEqual(house.market);
      }),
      { numRuns: 60 },
    );
  });

  it('change nothing when they are older than the one held from their source', () => {
    fc.assert(
      fc.property(observations, (given) => {
        const play = played(given);
        const [before, events] = [structuredClone(play.house.market), play.events.length];
        const past = new Date(NOW_MS - 1).toISOString();
        const accepted = play.of('VolatilitiesObserved').flatMap((event) => event.volatilities);
        const levels = accepted.filter(({ expiry }) => expiry === undefined);
        const smiles = accepted.filter(({ expiry }) => expiry !== undefined);
        for (const each of levels)
          play.volatility({ ...each, volatility: '0.02', observedAt: past });
        for (const each of smiles)
          play.volatility({
            ...each,
            nodes: [{ logMoneyness: '0', volatility: '5' }],
            observedAt: past,
          });
        expect(play.house.market).toEqual(before);
        expect(play.events).toHaveLength(events);
      }),
      { numRuns: 40 },
    );
  });
});
