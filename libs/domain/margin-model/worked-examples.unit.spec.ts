import { describe, expect, it } from 'vitest';
import { rational, rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import type { LiquidationGroup, MarginModelSettings } from '#libs/domain/reference-data/model.js';
import type { Underlying } from '#libs/domain/reference-data/model.js';
import { windowExceedance } from './correlation-break.js';
import {
  closesMovingBy,
  daysFromNow,
  flat,
  futureOn,
  groupOf,
  NOW_MS,
  optionOn,
  perpetualOn,
  requirementOf,
  slice,
  walk,
} from './known-market.fixture.js';
import { MarginCube } from './margin-cube.js';
import { cubeSettings, EQUITY, underlying } from './margin-settings.fixture.js';
import type { PriceHistory } from './price-history.js';
import type { UnitRow } from './unit-row.js';

function cubeWith(
  classes: readonly Underlying[],
  model: Partial<MarginModelSettings> = {},
  group: Partial<LiquidationGroup> = {},
): MarginCube {
  const cube = new MarginCube(cubeSettings({ stressPeriods: [], ...model }));
  cube.setGroup({ ...EQUITY, ...group });
  for (const each of classes) cube.setUnderlying(each);
  cube.setValuationInstant(NOW_MS);
  return cube;
}

const load = (cube: MarginCube, ...histories: PriceHistory[]): void => {
  cube.loadScenarios('EQUITY', new Map(histories.map((history) => [history.symbol, history])));
};

function rowOf(cube: MarginCube, instrument: string): UnitRow {
  const row = cube.row(instrument);
  if (!row.ok) throw new Error(row.error.code);
  return row.value;
}

describe('worked example (a): the row of an option', () => {
  const cube = cubeWith([underlying('X', { riskFreeRate: '0.05' })]);
  const given = { expiry: daysFromNow(91.25) };
  cube.setInstrument(futureOn('X-FUT'));
  const onFuture = { ...given, forward: 'X-FUT' };
  cube.setInstrument(optionOn('X-CALL', '105', onFuture));
  cube.setInstrument(optionOn('X-PUT', '105', { ...onFuture, right: 'put' }));
  cube.setInstrument(optionOn('X-MARGINED', '105', { ...onFuture, premiumStyle: 'futures' }));
  load(cube, walk('X', 5, 400));
  cube.setPrice('X-FUT', 10_000);
  cube.setSurface('X', flat(0.32));

  it('F = 100, K = 105, T = 0.25, 32 %, r = 5 % has the printed value, delta and vega', () => {
    const { price, delta, option } = rowOf(cube, 'X-CALL').values;
    expect(price).toBeCloseTo(4.282630548709235, 13);
    expect(delta).toBe(405_907_857);
    expect(option).toMatchObject({ valueQuanta: 42_826, yearsToExpiry: 0.25, forward: 100 });
    expect(option?.vegaMinor).toBeCloseTo(1920.72113943267, 10);
    expect(rowOf(cube, 'X-PUT').values.price).toBeCloseTo(9.220519551178642, 13);
  });

  it('in futures style it is not discounted, and has no net option value', () => {
    expect(rowOf(cube, 'X-MARGINED').values.price).toBeCloseTo(4.336499409532614, 13);
    expect(groupOf(cube, { 'X-MARGINED': 100 }).netOptionValueMinor).toBe(0n);
    expect(groupOf(cube, { 'X-CALL': 100 }).netOptionValueMinor).toBe(42_826n);
    expect(groupOf(cube, { 'X-PUT': -1 }).netOptionValueMinor).toBe(-922n);
  });

  it('put and call of one strike move as the future does, discounted to the horizon', () => {
    const [call, put] = [rowOf(cube, 'X-CALL'), rowOf(cube, 'X-PUT')];
    const future = rowOf(cube, 'X-FUT').pnl;
    const [now, then] = [0.25, 0.25 - 2 / 252].map((years) => Math.exp(-0.05 * years));
    call.pnl.forEach((quanta, s) => {
      const parity = then! * (future[s]! - 50_000) - now! * -50_000;
      expect(Math.abs(quanta - put.pnl[s]! - parity)).toBeLessThanOrEqual(2);
    });
  });

  it('reads its volatility off the smile at constant moneyness, between two expiries too', () => {
    const smiles = cubeWith([underlying('X')]);
    const strike = '95.1229424500714';
    for (const days of [30, 45, 60, 5, 200])
      smiles.setInstrument(optionOn(`X-${days}`, strike, { expiry: daysFromNow(days) }));
    load(smiles, walk('X', 5, 400));
    smiles.setSpot('X', 100);
    const [near, far] = [
      [0.34, 0.28, 0.24, 0.23, 0.235],
      [0.31, 0.27, 0.245, 0.238, 0.24],
    ].map((levels) => levels.map((level, i) => [0.1 * (i - 2), level] as const));
    smiles.setSurface('X', [slice(30, near!), slice(60, far!)]);
    const volatilities = [5, 30, 45, 60, 200].map(
      (days) => rowOf(smiles, `X-${days}`).values.option?.volatility,
    );
    expect(volatilities[1]).toBeCloseTo(0.260768096, 9);
    expect(volatilities[2]).toBeCloseTo(0.258795286, 9);
    // Flat before the first expiry and after the last.
    expect(volatilities[0]).toBe(volatilities[1]);
    expect(volatilities[4]).toBe(volatilities[3]);
  });
});

describe('worked example (b.6): the SPAN grid', () => {
  // 120 points of 2790; the look-ahead of one day is the horizon.
  const scan = { priceRange: '0.043010752688172043', volatilityRange: '0.04' };
  const ranges = { ...scan, extremeMultiple: '2', extremeCover: '0.35' };
  const cube = cubeWith(
    [underlying('X', { method: 'scan', scan: ranges })],
    {},
    {
      horizonDays: 1,
      yearDays: 365,
    },
  );
  cube.setInstrument(futureOn('X-FUT', { tickSize: '0.1', tickValueMinor: 2500 }));
  const terms = { tickSize: '0.05', tickValueMinor: 1250, forward: 'X-FUT' };
  cube.setInstrument(optionOn('X-CALL', '2825', terms));
  load(cube);
  cube.setPrice('X-FUT', 27_900);
  cube.setSurface('X', flat(0.16));

  it('a long future and a short call lose the printed totals, most in #13', () => {
    const [future, call] = [rowOf(cube, 'X-FUT'), rowOf(cube, 'X-CALL')];
    const losses = Array.from(future.pnl, (pnl, s) => (call.pnl[s]! - pnl) / 10_000);
    expect(losses.map((loss) => Number(loss.toFixed(2)))).toEqual([
      2853.13, -3207.59, -2410.87, -8763.1, 9107.72, 3916.21, -6681.51, -12679.01, 16288.44,
      12297.84, -10015.73, -15147.52, 24278.71, 21519.27, -5892.02, 17913.45,
    ]);
    const [both] = groupOf(cube, { 'X-FUT': 1, 'X-CALL': -1 }).classes;
    expect(both).toMatchObject({ marketRiskMinor: 2_427_871n, scanScenario: 13 });
  });

  it('the future alone loses 30,000 and the short call alone 19,984.27, in #11', () => {
    expect(groupOf(cube, { 'X-FUT': 1 }).requirementMinor).toBe(3_000_000n);
    const short = groupOf(cube, { 'X-CALL': -1 });
    expect(short.classes[0]).toMatchObject({ marketRiskMinor: 1_998_427n, scanScenario: 11 });
    expect(short.netOptionValueMinor).toBe(-893_932n);
    expect(short.requirementMinor).toBe(1_998_427n + 893_932n);
  });

  it('isolated, the two are not netted', () => {
    const apart = groupOf(cube, { 'X-FUT': 1, 'X-CALL': -1 }, 'isolated');
    expect(apart.marketRiskMinor).toBe(3_000_000n + 1_998_427n);
  });
});

describe('worked example (b.7): far moves', () => {
  const moves = ['-0.66', '-0.33', '0.5', '1', '2', '3', '4', '5'];
  const scan = { priceRange: '0.16', volatilityRange: '0.04' };
  const ranges = { ...scan, extremeMultiple: '2', extremeCover: '0.35' };
  const extendedMoves = { scanRange: '0.16', moves, volatilityUp: '0.40' };
  const cube = cubeWith([underlying('X', { method: 'scan', scan: ranges, extendedMoves })]);
  cube.setInstrument(futureOn('X-FUT', { tickSize: '1', tickValueMinor: 10 }));
  const terms = { tickSize: '1', tickValueMinor: 10, expiry: daysFromNow(10) };
  cube.setInstrument(optionOn('X-CALL', '90000', { ...terms, forward: 'X-FUT' }));
  load(cube);
  cube.setPrice('X-FUT', 60_000);
  cube.setSurface('X', flat(0.6));

  it('100 short calls 90,000 on 60,000 need 86,400.00, but for what they are worth today', () => {
    const { extendedMovesMinor, marketRiskMinor } = groupOf(cube, { 'X-CALL': -100 });
    expect(8_640_000n - extendedMovesMinor).toBe(1n);
    expect(marketRiskMinor < 200_000n).toBe(true);
  });

  it('a future pays its ordinary scan loss, long or short', () => {
    for (const lots of [7, -7]) {
      const { extendedMovesMinor, marketRiskMinor } = groupOf(cube, { 'X-FUT': lots });
      expect(extendedMovesMinor).toBe(672_000n);
      expect(marketRiskMinor).toBe(672_000n);
    }
  });
});

describe('worked example (c.1): value at risk and expected shortfall', () => {
  it('losses of 1 to 1250 at 99 % fall short by 1244.24', () => {
    const cube = cubeWith(
      [underlying('X', { returns: 'absolute' })],
      { burnIn: 1, scalingCap: '1', dailyVolatilityFloor: '1000000', stressWeight: '0' },
      { horizonDays: 1 },
    );
    cube.setInstrument(futureOn('X-FUT'));
    const losses = Array.from({ length: 1250 }, (_, i) => -(((i * 7) % 1250) + 1));
    load(cube, closesMovingBy('X', 1_000_000, [-1, ...losses]));
    cube.setPrice('X-FUT', 100);
    expect(groupOf(cube, { 'X-FUT': 1 }).classes[0]!.expectedShortfall.filteredMinor).toBe(
      124_424n,
    );
    expect(requirementOf(cube, { 'X-FUT': 3 }).requirementMinor).toBe(373_272n);
  });
});

/**
 * The two classes of worked example (c), of which the page prints the shortfalls but not the vectors:
 * 20 scenarios of which the two worst count, and 5 shocks of which half of the worst does. An option
 * on FLAT, which never moves, is worth 100.00 whatever happens.
 */
function twoClasses(model: Partial<MarginModelSettings> = {}): MarginCube {
  const absolute = { returns: 'absolute', minimumHistory: 20 } as const;
  const shock = (points: number): string => Math.log1p(points / 10_000).toFixed(17);
  const cube = cubeWith(
    ['EQ', 'CR', 'FLAT'].map((id) => underlying(id, absolute)),
    {
      lookback: 20,
      burnIn: 1,
      scalingCap: '1',
      dailyVolatilityFloor: '1000000',
      hypotheticalShocks: [
        { name: 'equities', moves: { EQ: shock(-1500) } },
        { name: 'coins', moves: { EQ: shock(400), CR: shock(-1900) } },
        { name: 'rally', moves: { EQ: shock(1755) } },
        { name: 'fourth', moves: { EQ: '0' } },
        { name: 'fifth', moves: { EQ: '0' } },
      ],
      ...model,
    },
    { horizonDays: 1, confidenceBp: 9000 },
  );
  for (const id of ['EQ-A', 'EQ-B'])
    cube.setInstrument(futureOn(id, { tickSize: '1', tickValueMinor: 1 }));
  cube.setInstrument(futureOn('CR-FUT'));
  cube.setInstrument(optionOn('FLAT-CALL', '100'));
  const from = (moves: Readonly<Record<number, number>>): number[] =>
    Array.from({ length: 20 }, (_, s) => moves[s] ?? 0);
  const equities = from({ 2: -530, 5: -500, 9: 130, 12: 140, 15: 1500, 16: 1500 });
  const coins = from({ 2: 65, 5: 100, 9: -600, 12: -540 });
  load(
    cube,
    closesMovingBy('EQ', 50_000, [1, ...equities]),
    closesMovingBy('CR', 50_000, [1, ...coins]),
    closesMovingBy('FLAT', 50_000, from({ 20: 0 }).concat(0)),
  );
  cube.setPrice('EQ-A', 10_000);
  cube.setPrice('EQ-B', 10_000);
  cube.setPrice('CR-FUT', 1_000_000);
  cube.setSpot('FLAT', 200);
  cube.setSurface('FLAT', flat(0.05));
  return cube;
}

/** EQ-A and EQ-B are worth a cent a point each: 101 and -1 of them are the class EQ. */
const BOOK = { 'EQ-A': 101, 'EQ-B': -1, 'CR-FUT': 1 };

describe('worked example (c): two classes', () => {
  const cube = twoClasses();

  it('(c.2) blends the blocks of each class: 761.25 and 902.5', () => {
    const [coins, equities] = groupOf(cube, BOOK).classes;
    expect(equities).toMatchObject({
      underlying: 'EQ',
      marketRiskMinor: 76_125n,
      expectedShortfall: { filteredMinor: 51_500n, stressedMinor: 150_000n },
    });
    expect(coins).toMatchObject({
      underlying: 'CR',
      marketRiskMinor: 90_250n,
      expectedShortfall: { filteredMinor: 57_000n, stressedMinor: 190_000n },
    });
  });

  it('(c.3) grants 80 % of the benefit of the joint 725.625: 913.25', () => {
    const { jointMinor, standAloneMinor, marketRiskMinor, requirementMinor } = groupOf(cube, BOOK);
    expect([jointMinor, standAloneMinor]).toEqual([72_562n, 166_375n]);
    expect([marketRiskMinor, requirementMinor]).toEqual([91_325n, 91_325n]);
  });

  it('(c.5) isolated 1687, cross 1663.75, portfolio 913.25', () => {
    const modes = ['isolated', 'cross', 'portfolio'] as const;
    expect(modes.map((mode) => requirementOf(cube, BOOK, mode).requirementMinor)).toEqual([
      168_700n,
      166_375n,
      91_325n,
    ]);
  });

  it.each([
    [3, 61_325n],
    [-3, 121_325n],
    [50, 0n],
  ])('(c.4) with %i options of 100.00 the requirement is %i cents', (lots, requirement) => {
    const group = groupOf(cube, { ...BOOK, 'FLAT-CALL': lots });
    expect(group.netOptionValueMinor).toBe(BigInt(lots) * 10_000n);
    expect(group.marketRiskMinor).toBe(91_325n);
    expect(group.requirementMinor).toBe(requirement);
  });

  it('(c.4) the value of options is credited in their own group and in no other', () => {
    const two = twoClasses();
    two.setGroup({ ...EQUITY, id: 'OTHER', horizonDays: 1 });
    const scan = { priceRange: '0.10', volatilityRange: '0', extremeMultiple: '2' };
    const ranges = { ...scan, extremeCover: '0.35' };
    two.setUnderlying(
      underlying('APART', { liquidationGroup: 'OTHER', method: 'scan', scan: ranges }),
    );
    two.setInstrument(futureOn('APART-FUT'));
    two.loadScenarios('OTHER', new Map());
    two.setPrice('APART-FUT', 100_000);
    const { groups, requirementMinor } = requirementOf(two, {
      ...BOOK,
      'FLAT-CALL': 50,
      'APART-FUT': 1,
    });
    expect(groups.map((group) => group.requirementMinor)).toEqual([0n, 10_000n]);
    expect(requirementMinor).toBe(10_000n);
  });
});

describe('worked example (d): add-ons', () => {
  const liquidity = {
    halfSpread: '0.0001',
    averageDailyVolume: '20000',
    halfSpreadVolatility: '0.01',
  };
  const liquid = (model: Partial<MarginModelSettings> = {}): MarginCube => {
    const settings = { dailyVolatilityFloor: '0.012', liquidityAddOn: true, ...model };
    const cube = cubeWith([underlying('X', { liquidity })], settings);
    cube.setInstrument(futureOn('X-FUT', { tickSize: '1', tickValueMinor: 1000 }));
    const calm = Array.from({ length: 400 }, (_, i) => (i % 4 < 2 ? 0.001 : -0.001));
    load(cube, closesMovingBy('X', 100, calm));
    cube.setPrice('X-FUT', 4000);
    return cube;
  };

  it('(d.1) 5,000 lots at 4000 x 10 cost 1,220,000.00 to close, 500 lots 39,947.33', () => {
    const cube = liquid();
    const group = groupOf(cube, { 'X-FUT': 5000 });
    expect(group.classes[0]!.volatility?.current).toBe(0.012);
    expect(group.liquidityMinor).toBe(122_000_000n);
    expect(group.requirementMinor - group.marketRiskMinor).toBe(122_000_000n);
    expect(groupOf(cube, { 'X-FUT': -500 }).liquidityMinor).toBe(3_994_733n);
  });

  it('(d.1) 60,000 lots at 25 % of the volume take 12 days: M times 1.41421356', () => {
    const horizonExtension = { enabled: true, participation: '0.25' };
    const [plain, extended] = [liquid(), liquid({ horizonExtension })].map((cube) =>
      groupOf(cube, { 'X-FUT': 60_000 }),
    );
    const extra = Number(extended!.liquidityMinor - plain!.liquidityMinor);
    expect(extra / Number(plain!.marketRiskMinor)).toBeCloseTo(0.41421356, 7);
    const below = { 'X-FUT': 30_000 };
    expect(groupOf(liquid({ horizonExtension }), below).liquidityMinor).toBe(
      groupOf(liquid(), below).liquidityMinor,
    );
  });

  it('(d.2) 100 own shares at 50 and 20 index futures with 3 % of the issuer add 29,000', () => {
    const scan = { priceRange: '0.10', volatilityRange: '0', extremeMultiple: '2' };
    const ranges = { ...scan, extremeCover: '0.35' };
    const cube = cubeWith(
      ['OWN', 'IDX'].map((id) => underlying(id, { method: 'scan', scan: ranges })),
    );
    cube.setInstrument(perpetualOn('OWN-SHARE'));
    cube.setInstrument(futureOn('IDX-FUT', { tickSize: '1', tickValueMinor: 1000 }));
    load(cube);
    cube.setPrice('OWN-SHARE', 5_000);
    cube.setPrice('IDX-FUT', 4000);
    const facts = {
      memberLiquidity: new Map(),
      ownShares: new Map([
        ['OWN', rational(1n)],
        ['IDX', rationalFromDecimal('0.03')],
      ]),
    };
    const held = { 'OWN-SHARE': 100, 'IDX-FUT': 20 };
    const group = groupOf(cube, held, 'portfolio', facts);
    expect(group.wrongWayMinor).toBe(2_900_000n);
    expect(group.requirementMinor - group.marketRiskMinor).toBe(2_900_000n);
    // A short in the one does not offset the long in the other.
    const short = { ...held, 'OWN-SHARE': -100 };
    expect(groupOf(cube, short, 'portfolio', facts).wrongWayMinor).toBe(2_400_000n);
    expect(groupOf(cube, held).wrongWayMinor).toBe(0n);
  });

  it('(d.6) options count in the floor with their delta, and offset futures in it', () => {
    const cube = cubeWith([underlying('X', { marginFloor: '0.02' })]);
    cube.setInstrument(futureOn('X-FUT'));
    cube.setInstrument(optionOn('X-PUT', '100', { forward: 'X-FUT', right: 'put' }));
    load(cube, walk('X', 5, 400));
    cube.setPrice('X-FUT', 10_000);
    cube.setSurface('X', flat(0.2));
    const { delta } = rowOf(cube, 'X-PUT').values;
    const [each] = groupOf(cube, { 'X-FUT': 300, 'X-PUT': 100 }).classes;
    expect(each!.netDelta).toBeCloseTo(300 + delta / 1e7, 9);
    expect(Number(each!.netNotionalMinor)).toBeCloseTo(10_000 * (300 + delta / 1e7), 0);
    expect(groupOf(cube, { 'X-FUT': 300, 'X-PUT': 100 }).floorMinor).toBe(
      BigInt(Math.round(200 * (300 + delta / 1e7))),
    );
  });
});

describe('(b.8) the correlation break', () => {
  it('is the root mean square of by how much windows exceed the whole', () => {
    const losses = [10, 0, 60, 20, 0, 30, 0, 0, 40, 50];
    const pnl = Float64Array.from(losses, (loss) => -loss);
    // The whole at 80 % is the second loss of ten, 50; windows of five count their worst one.
    // They need 60, 60, 60, 30, 40, 50: three exceed it by 10.
    expect(windowExceedance(pnl, 10, 5, 8000)).toBe(10);
    // Windows of three: 60, 60, 60, 30, 30, 30, 40, 50.
    expect(windowExceedance(pnl, 10, 3, 8000)).toBe(10);
    expect(windowExceedance(pnl, 10, 11, 8000)).toBe(0);
    // At 60 % the whole is the fourth loss, 30, windows of five count their second: 20, 30, 30, 30, 40, 40.
    expect(windowExceedance(pnl, 10, 5, 6000)).toBe(10);
  });

  it('is charged in portfolio mode within its shares of the market risk', () => {
    const settings = { enabled: true, window: 10, kappa: '1', low: '0', high: '0.5' };
    const charge = (given: Partial<typeof settings>, mode = 'portfolio' as const): bigint =>
      groupOf(twoClasses({ correlationBreak: { ...settings, ...given } }), BOOK, mode)
        .correlationBreakMinor;
    // The joint losses are 465, 400, 470 and 400: the second of 20 is 465, and the ten windows that
    // reach the day of the 470 need that; the last one, which begins after it, needs 400.
    expect(charge({})).toBe(500n);
    expect(charge({ kappa: '3' })).toBe(1_500n);
    expect(charge({ low: '0.10' })).toBe(9_132n);
    expect(charge({ kappa: '1000' })).toBe(45_662n);
    const cross = twoClasses({ correlationBreak: settings });
    expect(groupOf(cross, BOOK, 'cross').correlationBreakMinor).toBe(0n);
    expect(requirementOf(cross, BOOK).requirementMinor).toBe(91_825n);
  });
});
