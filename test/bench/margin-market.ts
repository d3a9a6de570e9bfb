import { SeededRandom } from './seeded-random.js';
import { UNDERLYINGS, type MarginHistory } from './margin-history.js';
import type { OpeningMarket } from './opening-market.js';

/** The market of the margin figures: four classes in one liquidation group, half the instruments options. */
export const POSITIONS = 20;
const FUTURES_EACH = 25;
const OPTIONS_OF_FIRST = 50;
const OPTIONS_OF_OTHERS = [17, 17, 16] as const;
export const INSTRUMENT_COUNT = 200;
const ACCOUNTS_PER_MEMBER = 20;
const INSTRUMENTS_PER_ROUND = INSTRUMENT_COUNT / POSITIONS;
const LOTS_MAX = 20;

/** The future that 50 options are on. */
export const OPTION_BASE = 'SPX-F03';
/** A future that no option is on. */
export const PLAIN_FUTURE = 'WTI-F07';

/** Prices of the near future by underlying, in points; ticks are 0.01. */
const BASE_PRICE: Readonly<Record<string, number>> = { SPX: 2800, WTI: 55, BRENT: 65, XAU: 1300 };
const TICK_VALUE_MINOR: Readonly<Record<string, number>> = {
  SPX: 50,
  WTI: 1000,
  BRENT: 1000,
  XAU: 100,
};
const TICKS_PER_POINT = 100;

export interface BenchFuture {
  readonly id: string;
  readonly underlying: string;
  readonly priceTicks: number;
}

export interface BenchOption {
  readonly id: string;
  readonly underlying: string;
  readonly forward: string;
  readonly strikeTicks: number;
  readonly right: 'call' | 'put';
}

const expiryOf = (month: number): string => new Date(Date.UTC(2027, month, 18, 21)).toISOString();

/** 100 futures, 25 months of each underlying. */
export const FUTURES: readonly BenchFuture[] = UNDERLYINGS.flatMap((underlying) =>
  Array.from({ length: FUTURES_EACH }, (_, i) => ({
    id: `${underlying}-F${String(i + 1).padStart(2, '0')}`,
    underlying,
    priceTicks: Math.round((BASE_PRICE[underlying] ?? 0) * (1 + 0.002 * i) * TICKS_PER_POINT),
  })),
);

/** 100 options on the third future of each underlying, 50 of them on {@link OPTION_BASE}. */
export const OPTIONS: readonly BenchOption[] = UNDERLYINGS.flatMap((underlying, u) => {
  const count = u === 0 ? OPTIONS_OF_FIRST : (OPTIONS_OF_OTHERS[u - 1] ?? 0);
  return Array.from({ length: count }, (_, i) => {
    const right = i % 2 === 0 ? ('call' as const) : ('put' as const);
    const moneyness = 0.8 + (0.4 * Math.floor(i / 2)) / Math.ceil(count / 2);
    const strikeTicks = Math.round((BASE_PRICE[underlying] ?? 0) * moneyness) * TICKS_PER_POINT;
    const id = `${underlying}-O${String(i + 1).padStart(2, '0')}`;
    return { id, underlying, forward: `${underlying}-F03`, strikeTicks, right };
  });
});

export const points = (ticks: number): string => (ticks / TICKS_PER_POINT).toFixed(2);

/** The full name of the i-th account. */
export const accountOf = (i: number): string =>
  `M${Math.floor(i / ACCOUNTS_PER_MEMBER)}/A${i % ACCOUNTS_PER_MEMBER}`;

/** A trade that gives two accounts a position each. */
export interface BenchTrade {
  readonly instrument: string;
  readonly buyer: number;
  readonly seller: number;
  readonly lots: number;
}

/**
 * Trades after which every account holds {@link POSITIONS} instruments and every instrument is held by
 * one account in ten. `accounts` is a multiple of 20, so that all find a partner.
 */
export function marginTrades(accounts: number): BenchTrade[] {
  const random = new SeededRandom(4);
  const instruments = shuffled(
    [...FUTURES, ...OPTIONS].map(({ id }) => id),
    random,
  );
  const trades: BenchTrade[] = [];
  const holders = accounts / INSTRUMENTS_PER_ROUND;
  for (let round = 0; round < POSITIONS; round++) {
    const order = shuffled(
      Array.from({ length: accounts }, (_, i) => i),
      random,
    );
    for (let i = 0; i < accounts; i += 2) {
      const at = round * INSTRUMENTS_PER_ROUND + Math.floor(i / holders);
      const lots = 1 + random.whole(LOTS_MAX);
      const [buyer = 0, seller = 0] = [order[i], order[i + 1]];
      trades.push({ instrument: instruments[at] ?? '', buyer, seller, lots });
    }
  }
  return trades;
}

function shuffled<T>(values: readonly T[], random: SeededRandom): T[] {
  const order = values.map((value) => ({ value, key: random.next() }));
  return order.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

/** How many ways there are for a document to differ: of accounts, add-ons and calls. */
export interface MarketTerms {
  readonly accounts: number;
  /** The liquidity charge of accounts and members. */
  readonly liquidity: boolean;
  /** Smallest call, in the base currency. */
  readonly minimumTransferAmount: string;
}

/** Reference data of the market, as an operator applies it. */
export function marginDocument(
  history: MarginHistory,
  terms: MarketTerms,
): Record<string, unknown> {
  const members = Math.ceil(terms.accounts / ACCOUNTS_PER_MEMBER);
  return {
    version: 1,
    ledger: 'main',
    baseCurrency: 'USD',
    clock: 'event',
    currencies: { USD: { scale: 2 } },
    members: Array.from({ length: members }, (_, m) => ({
      id: `M${m}`,
      name: `Member ${m}`,
      accounts: Array.from({ length: ACCOUNTS_PER_MEMBER }, (__, a) => ({
        id: `A${a}`,
        type: a === 0 ? 'house' : 'client-segregated',
        marginMode: 'portfolio',
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
    underlyings: UNDERLYINGS.map((id) => ({
      id,
      liquidationGroup: 'ALL',
      riskFreeRate: '0.02',
      ...(terms.liquidity ? { liquidity: LIQUIDITY } : {}),
    })),
    instruments: [...FUTURES.map(futureTerms), ...OPTIONS.map(optionTerms)],
    model: {
      id: 'fhs-1',
      stressPeriods: [history.stress],
      regimeLadder: { enabled: false },
    },
    collateral: [{ asset: 'USD', type: 'cash', currency: 'USD' }],
    marginCalls: {
      minimumTransferAmount: terms.minimumTransferAmount,
      rounding: '100.00',
      intradayTrigger: '1.00',
      coalesceSeconds: 0,
    },
  };
}

const LIQUIDITY = {
  halfSpread: '0.0001',
  averageDailyVolume: '20000',
  halfSpreadVolatility: '0.01',
};

function common(id: string, underlying: string): object {
  const tickValueMinor = TICK_VALUE_MINOR[underlying];
  return { id, underlying, currency: 'USD', tickSize: '0.01', tickValueMinor };
}

function futureTerms({ id, underlying }: BenchFuture, i: number): object {
  return { ...common(id, underlying), type: 'future', expiry: expiryOf(i % FUTURES_EACH) };
}

/** Every second pair pays its premium, the others are margined like futures. */
function optionTerms(
  { id, underlying, forward, strikeTicks, right }: BenchOption,
  i: number,
): object {
  return {
    ...common(id, underlying),
    type: 'option',
    expiry: expiryOf(2),
    right,
    strike: points(strikeTicks),
    premiumStyle: i % 4 < 2 ? 'premium' : 'futures',
    forward,
    exercise: 'cash',
  };
}

/** At-the-money volatility of each underlying; its smile falls from the left to the right. */
export const VOLATILITY: Readonly<Record<string, number>> = {
  SPX: 0.16,
  WTI: 0.34,
  BRENT: 0.32,
  XAU: 0.14,
};
/** Log-moneyness and what is added to the volatility there. */
export const SMILE: readonly (readonly [number, number])[] = [
  [-0.3, 0.12],
  [-0.15, 0.06],
  [-0.05, 0.02],
  [0, 0],
  [0.05, -0.01],
  [0.15, 0.01],
  [0.3, 0.05],
];

const OPENED_AT = '2026-11-20T13:59:59.000Z';

/** The market as a house opens with it. */
export function openingMarket(history: MarginHistory, terms: MarketTerms): OpeningMarket {
  const source = { source: 'XSIM', observedAt: OPENED_AT };
  return {
    commands: [
      { type: 'APPLY_REFERENCE_DATA', document: marginDocument(history, terms) },
      ...[...history.closes].map(([symbol, closes]) => ({
        type: 'IMPORT_HISTORY',
        symbol,
        closes,
      })),
    ],
    prices: FUTURES.map(({ id, priceTicks }) => ({
      key: id,
      value: { symbol: id, price: points(priceTicks), ...source },
    })),
    volatilities: UNDERLYINGS.map((underlying) => ({
      key: underlying,
      value: { underlying, expiry: '2027-03-18', nodes: smileNodes(underlying), ...source },
    })),
  };
}

/** Nodes of the smile of an underlying, as a message has them. */
function smileNodes(underlying: string): { logMoneyness: string; volatility: string }[] {
  return SMILE.map(([logMoneyness, more]) => ({
    logMoneyness: String(logMoneyness),
    volatility: ((VOLATILITY[underlying] ?? 0) + more).toFixed(4),
  }));
}
