const house = (id: string): object => ({ id, type: 'house', marginMode: 'portfolio' });

export const ACCOUNTS = ['ALPHA/HOUSE', 'ALPHA/C1', 'BETA/HOUSE', 'BETA/C1'] as const;
export const INSTRUMENTS = ['SPX-FUT', 'NDX-FUT'] as const;
/** Every instrument's. */
export const TICK = 0.25;

/** The reference data of a house under test: two members, two futures, the event clock. */
export const REFERENCE_DOCUMENT = {
  version: 1,
  ledger: 'main',
  baseCurrency: 'USD',
  clock: 'event',
  currencies: { USD: { scale: 2 } },
  members: ['ALPHA', 'BETA'].map((id) => ({
    id,
    name: id,
    accounts: [house('HOUSE'), house('C1')],
  })),
  liquidationGroups: [
    {
      id: 'EQUITY',
      horizonDays: 2,
      horizonMethod: 'overlapping',
      confidenceBp: 9900,
      yearDays: 252,
    },
  ],
  underlyings: ['SPX', 'NDX'].map((id) => ({
    id,
    liquidationGroup: 'EQUITY',
    returns: 'log',
    method: 'scan',
    marginFloor: '0.005',
    shortOptionMinimum: '0.005',
    scan: { priceRange: '0.08', volatilityRange: '0.04' },
  })),
  instruments: ['SPX', 'NDX'].map((underlying) => ({
    id: `${underlying}-FUT`,
    type: 'future',
    underlying,
    currency: 'USD',
    tickSize: '0.25',
    tickValueMinor: 1250,
    expiry: '2027-12-17T21:00:00.000Z',
  })),
  model: { id: 'm1', regimeLadder: { enabled: false }, liquidityAddOn: false },
  collateral: [{ asset: 'USD', type: 'cash', currency: 'USD' }],
  marginCalls: {
    minimumTransferAmount: '1000.00',
    rounding: '1000.00',
    threshold: '0.00',
    intradayTrigger: '1.10',
    dueMinutes: 43_200,
  },
};

/** The command that puts {@link REFERENCE_DOCUMENT} into force. */
export const APPLY_REFERENCE_DATA = {
  commandId: 'apply-reference-data',
  ledger: 'main',
  by: 'test',
  body: { type: 'APPLY_REFERENCE_DATA', document: REFERENCE_DOCUMENT },
};
