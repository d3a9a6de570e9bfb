import type { PlayInput } from '#libs/decider/testing/decide-input.js';
import type { CommandBody } from '#libs/domain/inputs/inputs.js';

/** How much expires at once. */
export interface ExpirySize {
  /** Even: each trades with the one that is half of them further on. */
  readonly accounts: number;
  readonly series: number;
  /** Long and short positions together, in whole lots. */
  readonly positions: number;
}

const ACCOUNTS_PER_MEMBER = 20;
export const EXPIRY_DATE = '2026-03-20';
const [TRADED_AT, EXPIRES_AT] = ['2026-03-19T15:00:00.000Z', `${EXPIRY_DATE}T21:00:00.000Z`];
const CENTRE = 5_000;

const range = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const accountOf = (i: number): string =>
  `M${Math.floor(i / ACCOUNTS_PER_MEMBER)}/A${i % ACCOUNTS_PER_MEMBER}`;
const optionOf = (i: number): string => `O${i}`;

/** Options of one underlying, half of them calls, at strikes around its price. */
export function expiryDocument({ accounts, series }: ExpirySize): Record<string, unknown> {
  return {
    version: 1,
    ledger: 'main',
    baseCurrency: 'USD',
    clock: 'event',
    currencies: { USD: { scale: 2 } },
    members: range(Math.ceil(accounts / ACCOUNTS_PER_MEMBER), (m) => ({
      id: `M${m}`,
      name: `Member ${m}`,
      accounts: range(ACCOUNTS_PER_MEMBER, (a) => ({
        id: `A${a}`,
        type: 'client-segregated',
        marginMode: 'portfolio',
        client: `Client ${m}-${a}`,
      })),
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
      {
        id: 'SPX',
        liquidationGroup: 'ALL',
        method: 'scan',
        returns: 'log',
        marginFloor: '0.005',
        shortOptionMinimum: '0.005',
        scan: { priceRange: '0.08', volatilityRange: '0.04' },
      },
    ],
    instruments: range(series, (i) => ({
      id: optionOf(i),
      type: 'option',
      underlying: 'SPX',
      currency: 'USD',
      tickSize: '0.05',
      tickValueMinor: 250,
      expiry: EXPIRES_AT,
      right: i % 2 === 0 ? 'call' : 'put',
      strike: String(CENTRE - series + 2 * i),
      premiumStyle: 'premium',
      assignment: i % 4 < 2 ? 'lottery' : 'pro-rata',
    })),
    collateral: [{ asset: 'USD', type: 'cash', currency: 'USD' }],
    marginCalls: { minimumTransferAmount: '1000000000000.00', rounding: '1000.00' },
  };
}

/** What is known before anybody trades. */
export const expiryOpening = (size: ExpirySize): PlayInput[] => [
  command({ type: 'APPLY_REFERENCE_DATA', document: expiryDocument(size) }, 'apply'),
  observed(`${CENTRE}.00`, TRADED_AT),
  {
    kind: 'volatility',
    volatility: {
      underlying: 'SPX',
      volatility: '0.2',
      tenorDays: 30,
      source: 'V1',
      observedAt: TRADED_AT,
    },
  },
];

/** A long and a short position by each trade, spread evenly over the series. */
export function expiryTrades({ accounts, series, positions }: ExpirySize): PlayInput[] {
  const [half, each] = [accounts / 2, positions / 2 / series];
  return range(positions / 2, (n) => {
    const [i, pair] = [n % series, (Math.floor(n / series) + (n % series) * each) % half];
    const terms = { instrument: optionOf(i), quantity: String(1 + (n % 9)), price: '0.00' };
    const sides = { buyer: accountOf(pair), seller: accountOf(pair + half) };
    const ids = { tradeId: `T-${n}`, venue: 'XSIM', executedAt: TRADED_AT };
    return { kind: 'trade', trade: { ...ids, ...terms, ...sides } };
  });
}

/** One long position of every series gives up a lot, so that every assignment has to be drawn. */
export function contraryInstructions({ accounts, series, positions }: ExpirySize): PlayInput[] {
  const [half, each] = [accounts / 2, positions / 2 / series];
  return range(series, (i) => {
    const account = accountOf((i * each) % half);
    const [member = ''] = account.split('/');
    const given = { instructionId: `E-${i}`, account, instrument: optionOf(i), quantity: '1' };
    return {
      kind: 'member',
      instruction: { type: 'EXERCISE', member, choice: 'ABANDON', ...given },
    };
  });
}

/** The final price, and the end of the day on which all of it expires. */
export const finalPrice: PlayInput = observed(`${CENTRE}.00`, `${EXPIRY_DATE}T21:00:05.000Z`, {
  type: 'FINAL',
  businessDate: EXPIRY_DATE,
});
export const endOfDay: PlayInput = command(
  { type: 'SETTLE', cycleType: 'EOD', date: EXPIRY_DATE },
  'end',
);

function observed(
  price: string,
  observedAt: string,
  official: { type?: 'FINAL'; businessDate?: string } = {},
): PlayInput {
  return {
    kind: 'price',
    price: { symbol: 'SPX', price, source: 'XSIM', observedAt, ...official },
  };
}

function command(body: CommandBody, commandId: string): PlayInput {
  return { kind: 'command', command: { commandId, ledger: 'main', by: 'op', body } };
}
