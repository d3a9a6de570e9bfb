import type {
  LiquidationGroup,
  MarginModelSettings,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import type { CubeSettings } from './margin-cube.js';

/** The model block of clearing-house.yaml with its defaults. */
export const MODEL: MarginModelSettings = {
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

export const EQUITY: LiquidationGroup = {
  id: 'EQUITY',
  horizonDays: 2,
  horizonMethod: 'overlapping',
  confidenceBp: 9900,
  yearDays: 252,
};

export function cubeSettings(model: Partial<MarginModelSettings> = {}): CubeSettings {
  return {
    model: { ...MODEL, ...model },
    baseCurrency: 'USD',
    currencies: { USD: { scale: 2 }, EUR: { scale: 2 }, JPY: { scale: 0 } },
  };
}

/** An underlying of the group EQUITY with daily log returns. */
export function underlying(id: string, given: Partial<Underlying> = {}): Underlying {
  return {
    id,
    liquidationGroup: 'EQUITY',
    returns: 'log',
    method: 'fhs',
    minimumHistory: 250,
    marginFloor: '0',
    shortOptionMinimum: '0',
    riskFreeRate: '0',
    dividendYield: '0',
    issuerWeights: {},
    ...given,
  };
}
