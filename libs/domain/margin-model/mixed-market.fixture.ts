import type {
  Instrument,
  MarginModelSettings,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import type { VolatilitySurface } from '#libs/domain/volatility/volatility-surface.js';
import {
  daysFromNow,
  futureOn,
  NOW_MS,
  optionOn,
  perpetualOn,
  slice,
  walk,
} from './known-market.fixture.js';
import { MarginCube } from './margin-cube.js';
import { cubeSettings, EQUITY, underlying } from './margin-settings.fixture.js';
import type { PriceHistory } from './price-history.js';

const SCAN = {
  priceRange: '0.08',
  volatilityRange: '0.04',
  extremeMultiple: '2',
  extremeCover: '0.35',
};

/**
 * Every kind of instrument in every kind of class: A with maturity buckets and a volatility history, B
 * with a perpetual that has a history of its own, C with prices that may be negative, D by scan, E in
 * a group of its own. They settle in dollars, euros (EURUSD) and yen (USDJPY, turned round).
 */
export const INSTRUMENTS: readonly Instrument[] = [
  futureOn('A-NEAR'),
  futureOn('A-FAR', { currency: 'EUR', expiry: daysFromNow(200) }),
  optionOn('A-CALL', '105', { forward: 'A-NEAR' }),
  optionOn('A-PUT', '90', { right: 'put', currency: 'EUR', expiry: daysFromNow(60) }),
  optionOn('A-MARGINED', '100', { forward: 'A-NEAR', premiumStyle: 'futures' }),
  optionOn('A-SOON', '100', { forward: 'A-NEAR', expiry: daysFromNow(1.5) }),
  perpetualOn('B-PERP'),
  perpetualOn('B-INDEX', { currency: 'JPY', tickValueMinor: 1 }),
  optionOn('B-PUT', '110', { right: 'put', currency: 'JPY', premiumStyle: 'futures' }),
  futureOn('C-FUT'),
  optionOn('C-CALL', '-2', { forward: 'C-FUT' }),
  optionOn('C-PUT', '5', { forward: 'C-FUT', right: 'put' }),
  futureOn('D-FUT'),
  optionOn('D-CALL', '50', { forward: 'D-FUT' }),
  optionOn('E-PUT', '95', { right: 'put' }),
  perpetualOn('E-PERP'),
];

/** Those whose premium was paid: holding nothing else needs no margin. */
export const PAID_OPTIONS = INSTRUMENTS.flatMap((each) =>
  each.type === 'option' && each.premiumStyle === 'premium' ? [each.id] : [],
);

/** All that a cube is set to besides its terms; each part may change by itself. */
export interface Conditions {
  readonly ticks: Readonly<Record<string, number>>;
  readonly spots: Readonly<Record<string, number>>;
  readonly surfaces: Readonly<Record<string, VolatilitySurface>>;
  readonly rates: Readonly<Record<string, string>>;
  readonly nowMs: number;
  readonly regimes: Readonly<Record<string, number>>;
}

const SURFACE: VolatilitySurface = [
  slice(10, [
    [-0.2, 0.34],
    [0, 0.24],
    [0.2, 0.23],
  ]),
  slice(60, [
    [-0.2, 0.31],
    [0, 0.245],
    [0.2, 0.24],
  ]),
];

export const CONDITIONS: Conditions = {
  ticks: {
    'A-NEAR': 10_000,
    'A-FAR': 10_150,
    'B-PERP': 10_010,
    'B-INDEX': 9_990,
    'C-FUT': 350,
    'D-FUT': 5_000,
    'E-PERP': 9_700,
  },
  spots: { A: 100, B: 100, C: 3.5, E: 97 },
  surfaces: { A: SURFACE, B: SURFACE, C: SURFACE, D: SURFACE, E: SURFACE },
  rates: { EUR: '1.0842', JPY: '0.0065' },
  nowMs: NOW_MS,
  regimes: {},
};

export const HISTORIES: ReadonlyMap<string, PriceHistory> = new Map(
  ['A', 'A@90', 'A.VOL', 'A.VOL@180', 'B', 'B-PERP', 'C', 'E', 'EURUSD', 'USDJPY'].map(
    (symbol, i) => [symbol, walk(symbol, 7 + i, 260)],
  ),
);

/** Charges that grow with size or stand beside the measure; without them the core measure is all. */
export const ADD_ONS: Partial<Underlying> = {
  marginFloor: '0.02',
  shortOptionMinimum: '0.01',
  liquidity: { halfSpread: '0.001', averageDailyVolume: '50', halfSpreadVolatility: '0.01' },
  extendedMoves: { scanRange: '0.16', moves: ['-0.35', '0.25', '2'], volatilityUp: '0.40' },
};

const MODEL: Partial<MarginModelSettings> = {
  lookback: 150,
  stressPeriods: [{ from: '2019-03-01', to: '2019-03-31' }],
  hypotheticalShocks: [{ name: 'crash', moves: { A: '-0.3', 'A.VOL': '0.5', EURUSD: '-0.1' } }],
};

/** The cube with its terms, but without scenarios, prices or anything that moves. */
export function mixedTerms(
  given: Partial<Underlying> = {},
  model: Partial<MarginModelSettings> = {},
): MarginCube {
  const cube = new MarginCube(cubeSettings({ ...MODEL, ...model }));
  cube.setGroup(EQUITY);
  cube.setGroup({ ...EQUITY, id: 'OTHER', horizonDays: 5, horizonMethod: 'sqrt', yearDays: 365 });
  const usual = { minimumHistory: 100, riskFreeRate: '0.03', dividendYield: '0.01', ...given };
  cube.setUnderlying(underlying('A', usual));
  cube.setUnderlying(underlying('B', usual));
  cube.setUnderlying(underlying('C', { ...usual, returns: 'absolute' }));
  cube.setUnderlying(underlying('D', { ...usual, method: 'scan', scan: SCAN }));
  cube.setUnderlying(underlying('E', { ...usual, liquidationGroup: 'OTHER' }));
  for (const instrument of INSTRUMENTS) cube.setInstrument(instrument);
  return cube;
}

/** What puts the conditions into a cube, one step for each part: they may run in any order. */
export function settingsOf(conditions: Conditions): ((cube: MarginCube) => void)[] {
  const { ticks, spots, surfaces, rates, nowMs, regimes } = conditions;
  const rungs = new Map(Object.entries(regimes));
  return [
    ...Object.entries(ticks).map(
      ([id, at]) =>
        (cube: MarginCube) =>
          cube.setPrice(id, at),
    ),
    ...Object.entries(spots).map(
      ([id, at]) =>
        (cube: MarginCube) =>
          cube.setSpot(id, at),
    ),
    ...Object.entries(surfaces).map(
      ([id, at]) =>
        (cube: MarginCube) =>
          cube.setSurface(id, at),
    ),
    ...Object.entries(rates).map(
      ([id, at]) =>
        (cube: MarginCube) =>
          cube.setExchangeRate(id, at),
    ),
    (cube) => cube.setValuationInstant(nowMs),
    ...['EQUITY', 'OTHER'].map((group) => (cube: MarginCube) => {
      cube.loadScenarios(group, HISTORIES, rungs);
    }),
  ];
}

/** A cube under such conditions. */
export function mixedMarket(
  given: Partial<Underlying> = {},
  model: Partial<MarginModelSettings> = {},
  conditions: Conditions = CONDITIONS,
): MarginCube {
  const cube = mixedTerms(given, model);
  for (const set of settingsOf(conditions)) set(cube);
  return cube;
}
