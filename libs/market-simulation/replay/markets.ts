/** A market that is replayed: where its closes are, and the one future that stands for it. */
export interface MarketDefinition {
  /** Also the symbol of the risk factor. */
  readonly underlying: string;
  readonly name: string;
  /** File of daily closes, columns `date,close`. */
  readonly file: string;
  /** A close of the file times this is the price of the future. */
  readonly scale: string;
  readonly instrument: string;
  readonly tickSize: string;
  /** Value of one tick of one lot, in cents. */
  readonly tickValueMinor: number;
  readonly liquidationGroup: string;
  readonly marginFloor: string;
  /** Relative; for times with too little history for scenarios. */
  readonly scanRange: string;
  /** Lots that a large account holds. */
  readonly largePositionLots: number;
}

/** The first market with data sets the business days. */
export const MARKETS: readonly MarketDefinition[] = [
  {
    underlying: 'SPX',
    name: 'S&P 500',
    file: 'spy.csv',
    scale: '10',
    instrument: 'SPX-FUT',
    tickSize: '0.1',
    tickValueMinor: 500,
    liquidationGroup: 'EQUITY',
    marginFloor: '0.005',
    scanRange: '0.10',
    largePositionLots: 400,
  },
  {
    underlying: 'WTI',
    name: 'WTI crude oil',
    file: 'wti.csv',
    scale: '1',
    instrument: 'WTI-FUT',
    tickSize: '0.01',
    tickValueMinor: 1000,
    liquidationGroup: 'ENERGY',
    marginFloor: '0.01',
    scanRange: '0.12',
    largePositionLots: 300,
  },
  {
    underlying: 'GOLD',
    name: 'gold',
    file: 'xauusd.csv',
    scale: '1',
    instrument: 'GOLD-FUT',
    tickSize: '0.1',
    tickValueMinor: 1000,
    liquidationGroup: 'METALS',
    marginFloor: '0.01',
    scanRange: '0.08',
    largePositionLots: 300,
  },
];
