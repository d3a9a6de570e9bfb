import type {
  CollateralInstruction,
  PriceObservation,
  TradeSubmission,
  VolatilityObservation,
} from '#libs/domain/inputs/inputs.js';

/** A trade that the reference document of the tests lets pass, with what a test changes in it. */
export function trade(given: Partial<TradeSubmission> = {}): TradeSubmission {
  return {
    tradeId: 'T-1',
    venue: 'XSIM',
    instrument: 'SPX-FUT',
    quantity: '1',
    price: '5000.00',
    buyer: 'ALPHA/HOUSE',
    seller: 'BETA/HOUSE',
    executedAt: '2026-11-20T14:00:00.000Z',
    ...given,
  };
}

export function price(given: Partial<PriceObservation> = {}): PriceObservation {
  return {
    symbol: 'SPX-FUT',
    price: '5000.00',
    source: 'XSIM',
    observedAt: '2026-11-20T14:00:00.000Z',
    ...given,
  };
}

/** An official settlement price of a date. */
export function settlementPrice(
  businessDate: string,
  given: Partial<PriceObservation> = {},
): PriceObservation {
  return price({ type: 'SETTLEMENT', businessDate, ...given });
}

/** An at-the-money volatility of 20 % at 30 days. */
export function volatility(given: Partial<VolatilityObservation> = {}): VolatilityObservation {
  return {
    underlying: 'SPX',
    volatility: '0.2',
    tenorDays: 30,
    source: 'VENDOR1',
    observedAt: '2026-11-20T14:00:00.000Z',
    ...given,
  };
}

/** A smile of an expiry date, as pairs of log-moneyness and volatility. */
export function smile(
  expiry: string,
  nodes: readonly (readonly [string, string])[],
  given: Partial<VolatilityObservation> = {},
): VolatilityObservation {
  return {
    underlying: 'SPX',
    expiry,
    nodes: nodes.map(([logMoneyness, level]) => ({ logMoneyness, volatility: level })),
    source: 'VENDOR1',
    observedAt: '2026-11-20T14:00:00.000Z',
    ...given,
  };
}

export function deposit(given: Partial<CollateralInstruction> = {}): CollateralInstruction {
  return {
    instructionId: 'D-1',
    type: 'DEPOSIT',
    account: 'ALPHA/HOUSE',
    asset: 'USD',
    quantity: '1000000.00',
    valueDate: '2026-11-20',
    ...given,
  };
}
