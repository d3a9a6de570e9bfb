import { defaultModel } from '#libs/domain/reference-data/default-model.js';
import type {
  LiquidationGroup,
  MarginModelSettings,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import type { CubeSettings } from './margin-cube.js';

const DEFAULTS = defaultModel();

/** The model block of clearing-house.yaml with its defaults, but for ladder and liquidity add-on. */
export const MODEL: MarginModelSettings = {
  ...DEFAULTS,
  liquidityAddOn: false,
  regimeLadder: { ...DEFAULTS.regimeLadder, enabled: false },
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
