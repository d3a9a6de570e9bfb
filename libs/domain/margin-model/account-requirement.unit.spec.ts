import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, multiply, rational, sum, toDouble } from '#libs/domain/numerics/rational.js';
import type { FutureTerms, MarginMode, PerpetualTerms } from '#libs/domain/reference-data/model.js';
import { accountRequirement, classesByGroup } from './account-requirement.js';
import { coreMeasure } from './core-measure.js';
import { explainRequirement } from './explain-requirement.js';
import { MarginBook } from './margin-book.js';
import { MarginCube } from './margin-cube.js';
import { cubeSettings, EQUITY, underlying } from './margin-settings.fixture.js';
import type { PriceHistory } from './price-history.js';
import type { RequirementBreakdown } from './requirement-breakdown.js';

const SCAN = {
  priceRange: '0.04',
  volatilityRange: '0.04',
  extremeMultiple: '2',
  extremeCover: '0.35',
};

function future(id: string, given: Partial<FutureTerms> = {}): FutureTerms {
  return {
    id,
    type: 'future',
    underlying: id.slice(0, 1),
    currency: 'USD',
    tickSize: '0.5',
    tickValueMinor: 500,
    expiry: '2026-12-18T21:00:00.000Z',
    ...given,
  };
}

/** A deterministic random walk with bursts; `seed` makes it another one. */
function walk(symbol: string, seed: number, days = 400): PriceHistory {
  const closes = [100];
  let state = seed;
  for (let i = 1; i < days; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const burst = i % 97 < 20 ? 0.06 : 0.02;
    closes.push(closes[i - 1]! * (1 + burst * (state / 2_147_483_648 - 0.5)));
  }
  const dates = closes.map((_, i) => new Date(Date.UTC(2019, 0, 1 + i)).toISOString().slice(0, 10));
  return { symbol, dates, closes };
}

/** Instruments A0, A1, A2, B1, B2 on scenarios, C1 by scan and D1 in another group, all priced. */
function market(): MarginCube {
  const cube = new MarginCube(
    cubeSettings({
      lookback: 200,
      stressPeriods: [{ from: '2019-03-01', to: '2019-04-30' }],
      hypotheticalShocks: [{ name: 'crash', moves: { A: '-0.2', B: '-0.1', D: '0.3' } }],
    }),
  );
  cube.setGroup(EQUITY);
  cube.setGroup({ ...EQUITY, id: 'ENERGY', horizonMethod: 'sqrt', confidenceBp: 9500 });
  cube.setUnderlying(underlying('A', { marginFloor: '0.005', minimumHistory: 100 }));
  cube.setUnderlying(underlying('B', { minimumHistory: 100 }));
  cube.setUnderlying(underlying('C', { method: 'scan', scan: SCAN }));
  cube.setUnderlying(
    underlying('D', { liquidationGroup: 'ENERGY', returns: 'absolute', minimumHistory: 100 }),
  );
  const histories = new Map(['A', 'B', 'C', 'D'].map((id, i) => [id, walk(id, 7 + i)]));
  for (const group of ['EQUITY', 'ENERGY']) cube.loadScenarios(group, histories);
  for (const id of ['A0', 'A1', 'A2', 'B1', 'B2', 'C1', 'D1']) cube.setInstrument(future(id));
  const prices = { A0: 7990, A1: 8000, A2: 8040, B1: 3000, B2: 2990, C1: 6000, D1: -74 };
  for (const [id, ticks] of Object.entries(prices)) cube.setPrice(id, ticks);
  return cube;
}

type Positions = Readonly<Record<string, number>>;

function bookOf(mode: MarginMode, positions: Positions): MarginBook {
  const book = new MarginBook(mode);
  for (const [id, lots] of Object.entries(positions)) book.add(id, id.slice(0, 1), lots);
  return book;
}

function requirementOf(book: MarginBook, cube: MarginCube): RequirementBreakdown {
  const result = accountRequirement(book, cube);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const lots = fc.integer({ min: -40, max: 40 });
const instrument = fc.constantFrom('A0', 'A1', 'A2', 'B1', 'B2', 'C1', 'D1');
const positions = fc.dictionary(instrument, lots, { maxKeys: 7, noNullPrototype: true });

describe('margin modes', () => {
  const cube = market();

  it('portfolio never exceeds cross, cross never exceeds isolated', () => {
    fc.assert(
      fc.property(positions, (held) => {
        const [portfolio, cross, isolated] = (['portfolio', 'cross', 'isolated'] as const).map(
          (mode) => requirementOf(bookOf(mode, held), cube).requirementMinor,
        );
        expect(portfolio! <= cross! && cross! <= isolated!).toBe(true);
      }),
    );
  });

  it('portfolio gives at most the offset share of the benefit, cross none', () => {
    const held = { A1: 10, B1: -20 };
    const [portfolio] = requirementOf(bookOf('portfolio', held), cube).groups;
    const { marketRiskMinor, jointMinor, standAloneMinor } = portfolio!;
    expect(jointMinor! < marketRiskMinor && marketRiskMinor < standAloneMinor).toBe(true);
    const capped = 0.2 * Number(standAloneMinor) + 0.8 * Number(jointMinor);
    expect(Math.abs(Number(marketRiskMinor) - capped)).toBeLessThanOrEqual(1);
    const [cross] = requirementOf(bookOf('cross', held), cube).groups;
    expect(cross!.marketRiskMinor).toBe(standAloneMinor);
    expect(cross!.jointMinor).toBeUndefined();
  });

  it('isolated margins each position by itself, also inside a class', () => {
    const held = { A1: 10, A2: -10 };
    const [group] = requirementOf(bookOf('isolated', held), cube).groups;
    const each = [{ A1: 10 }, { A2: -10 }].map((one) =>
      classesByGroup(bookOf('portfolio', one), cube),
    );
    const alone = each.map((one) => (one.ok ? one.value.get('EQUITY')![0]!.marketRisk : undefined));
    expect(Number(group!.marketRiskMinor)).toBeCloseTo(toDouble(sum([alone[0]!, alone[1]!])), -0.5);
    const netted = requirementOf(bookOf('cross', held), cube).groups[0]!.marketRiskMinor;
    expect(netted * 10n < group!.marketRiskMinor).toBe(true);
  });
});

describe('the requirement of an account', () => {
  const cube = market();

  it('has a group and a class only where something is held', () => {
    expect(requirementOf(bookOf('portfolio', {}), cube)).toMatchObject({
      requirementMinor: 0n,
      groups: [],
    });
    const flat = bookOf('portfolio', { A1: 5, D1: 2 });
    flat.add('D1', 'D', -2);
    const { groups } = requirementOf(flat, cube);
    expect(groups.map(({ liquidationGroup }) => liquidationGroup)).toEqual(['EQUITY']);
    expect(groups[0]!.classes.map((each) => each.underlying)).toEqual(['A']);
  });

  it('adds groups without offset and rounds up only at the end', () => {
    const { requirementMinor, groups } = requirementOf(
      bookOf('portfolio', { A1: 3, B2: 1, D1: -4 }),
      cube,
    );
    expect(groups.map((group) => group.liquidationGroup)).toEqual(['ENERGY', 'EQUITY']);
    const total = groups.reduce((minor, group) => minor + group.requirementMinor, 0n);
    expect(requirementMinor - total >= 0n && requirementMinor - total <= 2n).toBe(true);
  });

  it('is in proportion to the lots of one instrument, exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(1, -1), (by, sign) => {
        const risk = (held: Positions) => {
          const classes = classesByGroup(bookOf('portfolio', held), cube);
          return classes.ok ? classes.value.get('EQUITY')![0]!.marketRisk : rational(-1n);
        };
        const many = risk({ A1: sign * by });
        expect(compare(many, multiply(risk({ A1: sign }), rational(BigInt(by))))).toBe(0);
        const row = cube.row('A1');
        if (!row.ok || row.value.model.method !== 'fhs') throw new Error('no row');
        const vector = row.value.pnl.map((quanta) => quanta * sign * by);
        const measured = coreMeasure(vector, row.value.model.terms);
        expect(compare(many, measured.marketRisk)).toBe(0);
      }),
    );
  });

  it('of a book and of its mirror image are together not negative, and nothing when merged', () => {
    fc.assert(
      fc.property(positions, (held) => {
        const book = bookOf('portfolio', held);
        const mirror = Object.fromEntries(Object.entries(held).map(([id, n]) => [id, -n]));
        const both =
          requirementOf(book, cube).requirementMinor +
          requirementOf(bookOf('portfolio', mirror), cube).requirementMinor;
        expect(both >= 0n).toBe(true);
        for (const [id, n] of Object.entries(mirror)) book.add(id, id.slice(0, 1), n);
        expect(requirementOf(book, cube).requirementMinor).toBe(0n);
      }),
    );
  });

  it('is floored by the net delta notional of each class (d.6)', () => {
    const spread = requirementOf(bookOf('portfolio', { A1: 1, A2: -3 }), cube);
    const [group] = spread.groups;
    // 1 * 4000.00 - 3 * 4020.00 points, 10 USD a point, floor 0.5 %.
    expect(group!.classes[0]!.netNotionalMinor).toBe(-8_060_000n);
    expect(group!.floorMinor).toBe(40_300n);
    const floorOnly = market();
    floorOnly.setUnderlying(underlying('A', { marginFloor: '3', minimumHistory: 100 }));
    floorOnly.loadScenarios('EQUITY', new Map([['A', walk('A', 7)]]));
    const floored = requirementOf(bookOf('portfolio', { A1: 1, A2: -3 }), floorOnly);
    expect(floored.requirementMinor).toBe(24_180_000n);
  });

  it('counts an instrument in another currency at the exchange rate', () => {
    const abroad = market();
    abroad.setInstrument(future('A3', { currency: 'EUR' }));
    abroad.setInstrument(future('A4', { currency: 'JPY', tickValueMinor: 5 }));
    abroad.setPrice('A3', 8000);
    abroad.setPrice('A4', 8000);
    expect(accountRequirement(bookOf('portfolio', { A3: 1 }), abroad)).toEqual({
      ok: false,
      error: { code: 'NO_EXCHANGE_RATE', currency: 'EUR' },
    });
    abroad.setExchangeRate('EUR', '1.25');
    abroad.setExchangeRate('JPY', '1');
    const home = requirementOf(bookOf('portfolio', { A1: 125 }), abroad);
    const euros = requirementOf(bookOf('portfolio', { A3: 100 }), abroad);
    const distance = Number(euros.requirementMinor - home.requirementMinor);
    expect(Math.abs(distance)).toBeLessThanOrEqual(1);
    expect(requirementOf(bookOf('portfolio', { A4: 1 }), abroad).requirementMinor).toBe(
      requirementOf(bookOf('portfolio', { A1: 1 }), abroad).requirementMinor,
    );
    abroad.setExchangeRate('EUR', '2.5');
    const doubled = requirementOf(bookOf('portfolio', { A3: 50 }), abroad);
    expect(doubled.requirementMinor - euros.requirementMinor <= 1n).toBe(true);
    expect(euros.requirementMinor - doubled.requirementMinor <= 1n).toBe(true);
  });
});

describe('incremental and batch', () => {
  const step = fc.record({
    instrument,
    lots,
    ticks: fc.option(fc.integer({ min: 1000, max: 9000 })),
  });

  it('are equal bit for bit, whatever came between', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const cube = market();
        const book = new MarginBook('portfolio');
        const totals: Record<string, number> = {};
        for (const { instrument: id, lots: n, ticks } of steps) {
          book.add(id, id.slice(0, 1), n);
          totals[id] = (totals[id] ?? 0) + n;
          if (ticks !== null) cube.setPrice(id, ticks);
          requirementOf(book, cube);
        }
        const reversed = Object.fromEntries(Object.entries(totals).reverse());
        const batch = bookOf('portfolio', reversed);
        expect(requirementOf(book, cube)).toEqual(requirementOf(batch, cube));
        const [kept, fresh] = [classesByGroup(book, cube), classesByGroup(batch, cube)];
        if (!kept.ok || !fresh.ok) throw new Error('no classes');
        for (const [group, classes] of kept.value) {
          const other = fresh.value.get(group)!;
          classes.forEach((risk, i) => {
            expect(risk.measure).toEqual(other[i]!.measure);
            expect(compare(risk.marketRisk, other[i]!.marketRisk)).toBe(0);
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('forget an instrument of a class that was closed out', () => {
    const cube = market();
    const book = bookOf('portfolio', { A0: 5, A1: -3, A2: 2 });
    requirementOf(book, cube);
    book.add('A0', 'A', -5);
    expect(requirementOf(book, cube)).toEqual(
      requirementOf(bookOf('portfolio', { A1: -3, A2: 2 }), cube),
    );
  });

  it('follow new scenarios, fewer or more of them', () => {
    const cube = market();
    const book = bookOf('portfolio', { A1: 3, A2: 4 });
    const before = requirementOf(book, cube).requirementMinor;
    const histories = new Map(['A', 'B'].map((id) => [id, walk(id, 99, 240)]));
    cube.loadScenarios('EQUITY', histories, new Map([['A', 1.5]]));
    const after = requirementOf(book, cube);
    expect(after.requirementMinor).not.toBe(before);
    expect(after).toEqual(requirementOf(bookOf('portfolio', { A1: 3, A2: 4 }), cube));
    expect(after.groups[0]!.classes[0]!.volatility!.regime).toBe(1.5);
    const opened = bookOf('portfolio', { A1: 3, A2: 4 });
    expect(requirementOf(opened, cube)).toEqual(after);
    cube.loadScenarios('EQUITY', new Map(['A', 'B'].map((id, i) => [id, walk(id, 7 + i)])));
    for (const each of [book, opened]) {
      expect(requirementOf(each, cube).requirementMinor).toBe(before);
    }
  });
});

describe('classes margined by scan (b.6)', () => {
  it('of one future 3000 x 250 with a range of 120 points risk 30 000, worst at -1 or +1', () => {
    const cube = market();
    cube.setInstrument(future('C2', { tickSize: '0.1', tickValueMinor: 2500 }));
    cube.setPrice('C2', 30_000);
    const long = requirementOf(bookOf('portfolio', { C2: 1 }), cube).groups[0]!.classes[0]!;
    expect(long).toMatchObject({ method: 'scan', marketRiskMinor: 3_000_000n, scanScenario: 13 });
    const short = requirementOf(bookOf('portfolio', { C2: -1 }), cube).groups[0]!.classes[0]!;
    expect(short).toMatchObject({ marketRiskMinor: 3_000_000n, scanScenario: 11 });
    const book = explainRequirement(bookOf('portfolio', { C2: 1 }), cube);
    if (!book.ok) throw new Error(book.error.code);
    const losses = book.value[0]!.classes[0]!.parts[0]!.scanLossesQuanta!;
    expect(losses.map((quanta) => quanta / 10_000)).toEqual([
      0, 0, -10_000, -10_000, 10_000, 10_000, -20_000, -20_000, 20_000, 20_000, -30_000, -30_000,
      30_000, 30_000, -21_000, 21_000,
    ]);
  });

  it('are added to the market risk of their group without offset', () => {
    const cube = market();
    const risk = (held: Positions): bigint =>
      requirementOf(bookOf('portfolio', held), cube).groups[0]!.marketRiskMinor;
    const apart = risk({ A1: 5, B1: -9 }) + risk({ C1: -2 });
    const together = risk({ A1: 5, B1: -9, C1: -2 });
    expect(together - apart <= 1n && apart - together <= 1n).toBe(true);
  });

  it('stand in for a class with too little history, which does not take it from the others', () => {
    const cube = market();
    cube.setUnderlying(underlying('E', { scan: SCAN }));
    cube.setUnderlying(underlying('F'));
    cube.setInstrument(future('E1'));
    cube.setInstrument(future('F1'));
    cube.setPrice('E1', 100);
    cube.setPrice('F1', 100);
    const histories = new Map(['A', 'B'].map((id) => [id, walk(id, 3)]));
    histories.set('E', walk('E', 5, 300));
    const { failures, set } = cube.loadScenarios('EQUITY', histories);
    const tooLittle = { code: 'TOO_LITTLE_HISTORY', factor: 'E', returns: 299, required: 310 };
    expect(failures.get('E')).toEqual(tooLittle);
    expect([...set!.factors.keys()]).toEqual(['A', 'B']);
    const scanned = requirementOf(bookOf('portfolio', { E1: 1 }), cube).groups[0]!.classes[0]!;
    expect(scanned).toMatchObject({ method: 'scan', fallback: tooLittle });
    expect(accountRequirement(bookOf('portfolio', { F1: 1 }), cube)).toEqual({
      ok: false,
      error: {
        code: 'CLASS_WITHOUT_METHOD',
        underlying: 'F',
        reason: { code: 'NO_HISTORY', factor: 'F' },
      },
    });
  });
});

describe('failures are data', () => {
  it('an instrument without price, an unknown one and an option are named', () => {
    const cube = market();
    cube.setInstrument(future('A5'));
    expect(accountRequirement(bookOf('portfolio', { A5: 1 }), cube)).toEqual({
      ok: false,
      error: { code: 'NO_PRICE', instrument: 'A5' },
    });
    expect(accountRequirement(bookOf('portfolio', { A6: 1 }), cube)).toEqual({
      ok: false,
      error: { code: 'UNKNOWN_INSTRUMENT', instrument: 'A6' },
    });
    cube.setInstrument({
      ...future('A7'),
      type: 'option',
      right: 'call',
      strike: '100',
      premiumStyle: 'premium',
      exercise: 'cash',
      exerciseThreshold: '0.01',
      assignment: 'lottery',
    });
    expect(accountRequirement(bookOf('portfolio', { A7: 1 }), cube)).toEqual({
      ok: false,
      error: { code: 'NO_PRICE', instrument: 'A' },
    });
    cube.setSpot('A', 100);
    expect(accountRequirement(bookOf('portfolio', { A7: 1 }), cube)).toEqual({
      ok: false,
      error: { code: 'NO_VOLATILITY', underlying: 'A' },
    });
  });

  it('a book beyond the exact integers is refused, in one class and over the classes of a group', () => {
    const cube = market();
    const beyond = {
      ok: false,
      error: { code: 'BEYOND_EXACT_INTEGERS', liquidationGroup: 'EQUITY' },
    };
    const row = cube.row('A1');
    const other = cube.row('B1');
    if (!row.ok || !other.ok) throw new Error('no row');
    const most = Math.floor((2 ** 53 - 1) / row.value.peak);
    expect(accountRequirement(bookOf('portfolio', { A1: most }), cube).ok).toBe(true);
    expect(accountRequirement(bookOf('portfolio', { A1: most + 1 }), cube)).toEqual(beyond);
    const mostOther = Math.floor((2 ** 53 - 1) / other.value.peak);
    const over = { A1: most, B1: -mostOther };
    expect(accountRequirement(bookOf('portfolio', over), cube)).toEqual(beyond);
  });

  it('a large position turned round stays exact', () => {
    const cube = market();
    const row = cube.row('A1');
    if (!row.ok) throw new Error('no row');
    const most = Math.floor((2 ** 53 - 1) / row.value.peak) - 10;
    const book = bookOf('portfolio', { A1: -most, A2: 1 });
    requirementOf(book, cube);
    // The lots bought times the loss in the crash are odd and beyond 2^53: no double has them.
    book.add('A1', 'A', 2 * most - 1);
    const turned = bookOf('portfolio', { A1: most - 1, A2: 1 });
    const [kept, fresh] = [classesByGroup(book, cube), classesByGroup(turned, cube)];
    if (!kept.ok || !fresh.ok) throw new Error('no classes');
    expect(kept.value.get('EQUITY')![0]!.measure).toEqual(fresh.value.get('EQUITY')![0]!.measure);
  });
});

describe('perpetuals', () => {
  it('are delta one on the price, like a future', () => {
    const cube = market();
    const { expiry: _, ...terms } = future('A8');
    const perpetual: PerpetualTerms = { ...terms, type: 'perpetual' };
    cube.setInstrument(perpetual);
    cube.setPrice('A8', 8000);
    expect(requirementOf(bookOf('portfolio', { A8: 3 }), cube).requirementMinor).toBe(
      requirementOf(bookOf('portfolio', { A1: 3 }), cube).requirementMinor,
    );
  });
});
