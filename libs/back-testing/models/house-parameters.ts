import type {
  LiquidationGroup,
  MarginModelSettings,
  StressPeriod,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import type { CubeSettings } from '#libs/domain/margin-model/margin-cube.js';
import type { Product } from '../products.js';

export const GROUP = 'MARKETS';
export const HORIZON_DAYS = 2;

/** The defaults of the margin model, with all add-ons off: they are no part of a back-test (section i). */
export const HOUSE_MODEL: MarginModelSettings = {
  id: 'fhs-1',
  lookback: 1250,
  burnIn: 60,
  decay: { fast: '0.97', slow: '0.99' },
  scalingCap: '4',
  dailyVolatilityFloor: '0',
  stressWeight: '0.25',
  stressPeriods: [{ from: '2008-09-01', to: '2009-08-31' }],
  hypotheticalShocks: [],
  longRunFloor: true,
  longRunDays: 2500,
  buffer: { enabled: false, share: '0.25' },
  offsetShare: '0.80',
  liquidityAddOn: false,
  horizonExtension: { enabled: false, participation: '0.25' },
  correlationBreak: { enabled: false, window: 250, kappa: '1', low: '0', high: '0.5' },
  regimeLadder: { enabled: false, rungs: ['1', '1.25', '1.5', '2'], band: '0.10', holdDays: 5 },
  valuationIntervalMinutes: 15,
  quantum: '0.0001',
};

/** Plain EWMA: one decay, no floor, no stressed observations. */
export const PLAIN_EWMA: Partial<MarginModelSettings> = {
  decay: { fast: '0.97', slow: '0.97' },
  longRunFloor: false,
  stressPeriods: [],
};

export function cubeSettings(changes: Partial<MarginModelSettings> = {}): CubeSettings {
  return {
    model: { ...HOUSE_MODEL, ...changes },
    baseCurrency: 'USD',
    currencies: { USD: { scale: 2 } },
  };
}

/** Stress periods that change from date to date. */
export function withStressPeriods(periods: readonly StressPeriod[]): CubeSettings {
  return cubeSettings({ stressPeriods: periods });
}

export function liquidationGroup(confidenceBp: number, yearDays: number): LiquidationGroup {
  return {
    id: GROUP,
    horizonDays: HORIZON_DAYS,
    horizonMethod: 'overlapping',
    confidenceBp,
    yearDays,
  };
}

/** Far moves of an equity index (margin-model.md b.7), with the grid's own range. */
export const EXTENDED_MOVES = {
  scanRange: '0.08',
  moves: ['-0.35', '-0.20', '0.15', '0.25'],
  volatilityUp: '0.40',
} as const;

/**
 * A product as an underlying of the group, margined on history or on the grid with a relative range.
 */
export function underlyingOf(
  product: Product,
  scanRange: string | undefined,
  hasOptions: boolean,
): Underlying {
  return {
    id: product.id,
    liquidationGroup: GROUP,
    returns: product.returns,
    method: scanRange === undefined ? 'fhs' : 'scan',
    minimumHistory: product.minimumHistory,
    ...(scanRange === undefined
      ? {}
      : {
          scan: {
            priceRange: scanRange,
            volatilityRange: '0.04',
            extremeMultiple: '2',
            extremeCover: '0.35',
          },
        }),
    marginFloor: scanRange === undefined ? product.marginFloor : '0',
    shortOptionMinimum: hasOptions ? '0.005' : '0',
    ...(hasOptions ? { extendedMoves: EXTENDED_MOVES } : {}),
    riskFreeRate: '0',
    dividendYield: '0',
    issuerWeights: {},
  };
}
