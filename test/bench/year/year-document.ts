/** How large the house of a simulated year is. */
export interface YearSize {
  readonly members: number;
  readonly tradesPerDay: number;
}

const SCAN = { priceRange: '0.08', volatilityRange: '0.04' };

const underlying = (id: string, scan = SCAN): object => ({
  id,
  liquidationGroup: 'ALL',
  returns: 'log',
  method: 'scan',
  marginFloor: '0.005',
  shortOptionMinimum: '0.005',
  scan,
});

/** A day in January, on which some of it expires; the rest outlives the year. */
export const YEAR_EXPIRY_DATE = '2026-01-14';
const YEAR_EXPIRY = `${YEAR_EXPIRY_DATE}T20:30:00.000Z`;
const EXPIRY = '2027-12-17T21:00:00.000Z';

/** One of each kind that cycles settle differently, in three currencies. */
const INSTRUMENTS = [
  { ...future('SPX-JAN', 'SPX', 'USD', '0.25', 1250), expiry: YEAR_EXPIRY },
  option('SPX-JAN-CALL', 'call', '4950'),
  option('SPX-JAN-PUT', 'put', '5000'),
  future('SPX-FUT', 'SPX', 'USD', '0.25', 1250),
  future('STX-FUT', 'STX', 'EUR', '1', 1000),
  future('NKY-FUT', 'NKY', 'JPY', '5', 5000),
  {
    id: 'BTC-PERP',
    type: 'perpetual',
    underlying: 'BTC',
    currency: 'USD',
    tickSize: '0.50',
    tickValueMinor: 5,
    index: 'BTCUSD',
    funding: { intervalHours: 8, interestRate: '0.0001', damper: '0.0005', cap: '0.0075' },
  },
  {
    ...future('SPX-CALL', 'SPX', 'USD', '0.05', 500),
    type: 'option',
    right: 'call',
    strike: '5000',
    premiumStyle: 'premium',
    forward: 'SPX-FUT',
  },
];

/** What expires with the future of January. */
function option(id: string, right: string, strike: string): object {
  const terms = { ...future(id, 'SPX', 'USD', '0.05', 250), expiry: YEAR_EXPIRY };
  return { ...terms, type: 'option', right, strike, premiumStyle: 'premium', forward: 'SPX-JAN' };
}

function future(
  id: string,
  of: string,
  currency: string,
  tickSize: string,
  tickValueMinor: number,
): object {
  const terms = { id, type: 'future', underlying: of, currency, expiry: EXPIRY };
  return { ...terms, tickSize, tickValueMinor };
}

const COLLATERAL = [
  { asset: 'USD', type: 'cash', currency: 'USD' },
  { asset: 'EUR', type: 'cash', currency: 'EUR', currencyHaircut: '0.08' },
  { asset: 'JPY', type: 'cash', currency: 'JPY', currencyHaircut: '0.08' },
  {
    asset: 'UST-2028',
    type: 'security',
    currency: 'USD',
    scale: 2,
    haircut: '0.02',
    priceUnit: '100',
    issuer: 'US-TREASURY',
    class: 'SOVEREIGN',
  },
  {
    asset: 'BTC',
    type: 'crypto',
    currency: 'USD',
    scale: 8,
    haircut: '0.25',
    class: 'CRYPTO',
    priceSymbol: 'BTCUSD',
  },
];

/** Every second account of a member is a client's. */
export const yearAccounts = (members: number): string[] =>
  Array.from({ length: members }, (_, m) => [`M${m}/HOUSE`, `M${m}/C1`]).flat();

/** The reference data of a simulated year: three currencies, and everything that a cycle can book. */
export function yearDocument({ members }: YearSize): Record<string, unknown> {
  return {
    version: 1,
    ledger: 'main',
    baseCurrency: 'USD',
    clock: 'event',
    currencies: { USD: { scale: 2 }, EUR: { scale: 2 }, JPY: { scale: 0 } },
    calendar: {
      timezone: 'America/New_York',
      weekend: ['SAT', 'SUN'],
      holidays: YEAR_HOLIDAYS,
      endOfDay: '17:30',
      intraday: ['11:00', '14:00'],
    },
    members: Array.from({ length: members }, (_, m) => ({
      id: `M${m}`,
      name: `Member ${m}`,
      accounts: [
        { id: 'HOUSE', type: 'house', marginMode: 'portfolio' },
        { id: 'C1', type: 'client-segregated', marginMode: 'cross', client: `Client ${m}` },
      ],
    })),
    liquidationGroups: [
      {
        id: 'ALL',
        horizonDays: 2,
        horizonMethod: 'overlapping',
        confidenceBp: 9900,
        yearDays: 252,
      },
    ],
    underlyings: [
      underlying('SPX'),
      underlying('STX'),
      underlying('NKY'),
      underlying('BTC', { priceRange: '0.20', volatilityRange: '0.10' }),
    ],
    instruments: INSTRUMENTS,
    model: { id: 'scan-1', regimeLadder: { enabled: false }, liquidityAddOn: false },
    collateral: COLLATERAL,
    collateralLimits: [{ class: 'CRYPTO', shareOfRequirement: '0.30' }],
    marginCalls: {
      minimumTransferAmount: '10000.00',
      rounding: '1000.00',
      threshold: '0.00',
      intradayTrigger: '1.10',
      coalesceSeconds: 300,
      reminderMinutes: 720,
      dueMinutes: 1500,
      escalationMinutes: 1800,
    },
    defaultFund: { sizing: 'fixed' },
    fees: [
      { accountType: 'house', perLot: '0.50' },
      { accountType: 'client-segregated', perLot: '0.75' },
    ],
    // One that accounts pay, too.
    cashInterest: { USD: '0.03', EUR: '-0.005', JPY: '0.001' },
    priceAlignment: { enabled: true, rates: { USD: '0.0525', EUR: '0.03' } },
  };
}

/** Days of the year of the simulation on which nothing settles. */
export const YEAR_HOLIDAYS = ['2026-01-19', '2026-05-25', '2026-07-03', '2026-11-26', '2026-12-25'];
