import type { BenchMessage, OpeningMarket } from './opening-market.js';

/** The market in which a default is measured. */
export interface DefaultSize {
  /** Even; the lower half is long, the upper half short. */
  readonly members: number;
  readonly clientsPerMember: number;
  readonly instruments: number;
}

/** Who fails: its house is the largest. */
export const DEFAULTER = 'M0';
/** The price at which everything opens and is settled, and the one at which the defaulter is closed out. */
const OPENED_AT = '5000.00';
export const CLOSED_OUT_AT = '4980.00';
const INSTRUMENTS_PER_UNDERLYING = 10;
const INSTRUMENTS_PER_CLIENT = 20;
const LOTS = { largest: 50, house: 5, client: 5 } as const;
const FIRST_MS = Date.parse('2026-03-02T14:00:00.000Z');
export const DATE = '2026-03-02';

const range = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const house = (m: number): string => `M${m}/HOUSE`;
const client = (m: number, c: number): string => `M${m}/C${c}`;
const underlyingOf = (i: number): string => `U${Math.floor(i / INSTRUMENTS_PER_UNDERLYING)}`;
export const instrumentOf = (i: number): string =>
  `${underlyingOf(i)}-F${i % INSTRUMENTS_PER_UNDERLYING}`;

/** Futures under the scan method; a loss of the largest goes down to the gains of the others. */
export function defaultMarket(size: DefaultSize): OpeningMarket {
  const { members, clientsPerMember, instruments } = size;
  const document = {
    version: 1,
    ledger: 'main',
    baseCurrency: 'USD',
    clock: 'event',
    currencies: { USD: { scale: 2 } },
    members: range(members, (m) => ({
      id: `M${m}`,
      name: `Member ${m}`,
      defaultFund: '20000.00',
      accounts: [
        { id: 'HOUSE', type: 'house', marginMode: 'portfolio' },
        ...range(clientsPerMember, (c) => ({
          id: `C${c}`,
          type: 'client-segregated',
          marginMode: 'portfolio',
        })),
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
    defaultFund: { sizing: 'fixed' },
    skinInTheGame: { first: '250000.00', second: '100000.00' },
    assessments: { perDefault: '1', perPeriod: '2', periodDays: 30 },
  };
  return {
    commands: [{ type: 'APPLY_REFERENCE_DATA', document }],
    prices: range(instruments, (i) => priceMessage(i)),
    volatilities: [],
  };
}

function priceMessage(i: number): BenchMessage {
  const symbol = instrumentOf(i);
  const observedAt = new Date(FIRST_MS).toISOString();
  return { key: symbol, value: { symbol, price: OPENED_AT, source: 'XSIM', observedAt } };
}

/** Settlement prices at what everything opened at. */
export const settlementPrices = ({ instruments }: DefaultSize): BenchMessage[] =>
  range(instruments, (i) => {
    const { key, value } = priceMessage(i);
    return { key, value: { ...value, type: 'SETTLEMENT', businessDate: DATE } };
  });

/** Cash of every account, and a contribution of every member. */
export function defaultDeposits({
  members,
  clientsPerMember,
  instruments,
}: DefaultSize): BenchMessage[] {
  const deposits: BenchMessage[] = [];
  const put = (type: string, to: object, quantity: string): void => {
    const instructionId = `D-${deposits.length}`;
    const value = { instructionId, type, ...to, asset: 'USD', quantity, valueDate: DATE };
    deposits.push({ key: instructionId, value });
  };
  for (let m = 0; m < members; m++) {
    put('DEFAULT_FUND_DEPOSIT', { member: `M${m}` }, '20000.00');
    put('DEPOSIT', { account: house(m) }, `${instruments * 20_000}.00`);
    for (let c = 0; c < clientsPerMember; c++)
      put('DEPOSIT', { account: client(m, c) }, '90000.00');
  }
  return deposits;
}

/** Every house in every instrument, every client in some: the lower half of the members is long. */
export function defaultTrades(size: DefaultSize): BenchMessage[] {
  const { members, clientsPerMember, instruments } = size;
  const half = members / 2;
  const trades: BenchMessage[] = [];
  const put = (instrument: number, buyer: string, seller: string, lots: number): void => {
    trades.push(tradeMessage(`T-${trades.length}`, instrument, buyer, seller, lots));
  };
  for (let m = 0; m < half; m++) {
    for (let i = 0; i < instruments; i++)
      put(i, house(m), house(m + half), m === 0 ? LOTS.largest : LOTS.house);
    for (let c = 0; c < clientsPerMember; c++)
      for (let k = 0; k < INSTRUMENTS_PER_CLIENT; k++)
        put((m * 7 + c * 3 + k) % instruments, client(m, c), client(m + half, c), LOTS.client);
  }
  return trades;
}

/** A lot of the defaulter's house against the same survivor, bought and sold in turn. */
export const probingTrade = ({ members }: DefaultSize, n: number): BenchMessage => {
  const sides = [house(0), house(members / 2)] as const;
  const [buyer, seller] = n % 2 === 0 ? sides : ([sides[1], sides[0]] as const);
  return tradeMessage(`P-${n}`, 0, buyer, seller, 1);
};

function tradeMessage(
  tradeId: string,
  instrument: number,
  buyer: string,
  seller: string,
  lots: number,
): BenchMessage {
  const executedAt = new Date(FIRST_MS + 1_000).toISOString();
  const terms = { instrument: instrumentOf(instrument), quantity: String(lots), price: OPENED_AT };
  return { key: tradeId, value: { tradeId, venue: 'XSIM', ...terms, buyer, seller, executedAt } };
}

/** Who takes the close-out. */
export const counterpartyOf = ({ members }: DefaultSize): string => house(members - 1);
