import type { BenchMessage, OpeningMarket } from './opening-market.js';

/** Accounts and instruments of the market in which a settlement cycle is measured. */
export interface SettlementSize {
  /** Even: each trades with the one that is half of them further on. */
  readonly accounts: number;
  readonly instruments: number;
}

const ACCOUNTS_PER_MEMBER = 20;
const INSTRUMENTS_PER_UNDERLYING = 10;
const FIRST_MS = Date.parse('2026-03-02T14:00:00.000Z');
const DAY_MS = 86_400_000;

const accountOf = (i: number): string =>
  `M${Math.floor(i / ACCOUNTS_PER_MEMBER)}/A${i % ACCOUNTS_PER_MEMBER}`;
const underlyingOf = (i: number): string => `U${Math.floor(i / INSTRUMENTS_PER_UNDERLYING)}`;
const instrumentOf = (i: number): string => `${underlyingOf(i)}-F${i % INSTRUMENTS_PER_UNDERLYING}`;

const range = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Futures under the scan method, all with a price; nobody is called, and nobody owes anything. */
export function settlementMarket({ accounts, instruments }: SettlementSize): OpeningMarket {
  const document = {
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
    underlyings: [...new Set(range(instruments, underlyingOf))].map((id) => ({
      id,
      liquidationGroup: 'ALL',
      method: 'scan',
      returns: 'log',
      marginFloor: '0.005',
      shortOptionMinimum: '0.005',
      scan: { priceRange: '0.08', volatilityRange: '0.04' },
    })),
    instruments: range(instruments, (i) => ({
      id: instrumentOf(i),
      type: 'future',
      underlying: underlyingOf(i),
      currency: 'USD',
      tickSize: '0.25',
      tickValueMinor: 1250,
      expiry: '2036-12-18T21:00:00.000Z',
    })),
    collateral: [{ asset: 'USD', type: 'cash', currency: 'USD' }],
    marginCalls: { minimumTransferAmount: '1000000000000.00', rounding: '1000.00' },
  };
  return {
    commands: [{ type: 'APPLY_REFERENCE_DATA', document }],
    prices: range(instruments, (i) => priceMessage(i, 0)),
    volatilities: [],
  };
}

/** So much cash for every account that no cycle makes a debt. */
export const settlementDeposits = ({ accounts }: SettlementSize): BenchMessage[] =>
  range(accounts, (i) => ({
    key: accountOf(i),
    value: {
      instructionId: `D-${i}`,
      type: 'DEPOSIT',
      account: accountOf(i),
      asset: 'USD',
      quantity: '1000000000.00',
      valueDate: dateOf(0),
    },
  }));

/** A position of every account in every instrument. */
export function settlementTrades({ accounts, instruments }: SettlementSize): BenchMessage[] {
  const half = accounts / 2;
  return range(instruments * half, (n) => {
    const [i, pair] = [Math.floor(n / half), n % half];
    const sides = [accountOf(pair), accountOf(pair + half)];
    const [buyer, seller] = (i + pair) % 2 === 0 ? sides : sides.toReversed();
    const tradeId = `T-${n}`;
    const quantity = String(1 + ((i * 7 + pair) % 9));
    const executedAt = new Date(FIRST_MS + 1_000).toISOString();
    const terms = { instrument: instrumentOf(i), quantity, price: '5000.00' };
    return { key: tradeId, value: { tradeId, venue: 'XSIM', ...terms, buyer, seller, executedAt } };
  });
}

/** The date of the n-th day. */
export const dateOf = (day: number): string =>
  new Date(FIRST_MS + day * DAY_MS).toISOString().slice(0, 10);

/** The official prices of the n-th day, each another one than the day before. */
export const officialPrices = ({ instruments }: SettlementSize, day: number): BenchMessage[] =>
  range(instruments, (i) => {
    const { key, value } = priceMessage(i, day);
    return { key, value: { ...value, type: 'SETTLEMENT', businessDate: dateOf(day) } };
  });

function priceMessage(i: number, day: number): BenchMessage {
  const symbol = instrumentOf(i);
  const price = (5_000 + (day === 0 ? 0 : ((i * 13 + day * 7) % 41) * 0.25)).toFixed(2);
  const observedAt = new Date(FIRST_MS + day * DAY_MS).toISOString();
  return { key: symbol, value: { symbol, price, source: 'XSIM', observedAt } };
}
