import type {
  LiquidationGroup,
  MarginModelSettings,
  StressPeriod,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import { defaultModel } from '#libs/domain/reference-data/default-model.js';
import type { CubeSettings } from '#libs/domain/margin-model/margin-cube.js';
import type { Product } from '../products.js';

export const GROUP = 'MARKETS';
export const HORIZON_DAYS = 2;

const DEFAULTS = defaultModel();

/** The defaults of the margin model, with all add-ons off: they are no part of a back-test (section i). */
export const HOUSE_MODEL: MarginModelSettings = {
  ...DEFAULTS,
  liquidityAddOn: false,
  regimeLadder: { ...DEFAULTS.regimeLadder, enabled: false },
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
