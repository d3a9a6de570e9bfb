import fc from 'fast-check';
import type { PlayInput } from './house-play.js';
import { deposit, price, settlementPrice, smile, trade, volatility } from './inputs.js';

/** Accounts that a random market trades and pays in for. */
export const RANDOM_ACCOUNTS = ['ALPHA/HOUSE', 'ALPHA/C1', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;

/** The one of them whose margin is isolated, and the instruments that it may have buckets of. */
const ISOLATED = 'GAMMA/HOUSE';
const BUCKETS = ['SPX-FUT', 'OIL-FUT', 'SPX-EUR'] as const;

/** Where the prices of a random market lie: around zero too, where an instrument knows such prices. */
const PRICES = {
  'SPX-FUT': { from: 18_000, to: 22_000, decimals: 2, tick: 25 },
  'OIL-FUT': { from: -3_000, to: 6_000, decimals: 2, tick: 1 },
  'SPX-EUR': { from: -500, to: 3_000, decimals: 2, tick: 50 },
} as const;

type Instrument = keyof typeof PRICES;

/** A price of an instrument, on its grid. */
const ticks = (instrument: Instrument): fc.Arbitrary<string> => {
  const { from, to, decimals, tick } = PRICES[instrument];
  return fc
    .integer({ min: from, max: to })
    .map((units) => ((units * tick) / 10 ** decimals).toFixed(decimals));
};

const instrument = fc.constantFrom<Instrument>('SPX-FUT', 'OIL-FUT', 'SPX-EUR');
const account = fc.constantFrom(...RANDOM_ACCOUNTS);

const START_MS = Date.parse('2026-11-20T14:00:00.000Z');
/** Each step comes five seconds after the one before. */
const timeAt = (i: number): string => new Date(START_MS + i * 5000).toISOString();

/** What a random market does, before it has a time and ids. */
export type MarketStep = (i: number) => PlayInput;

/** A trade between two accounts; now and then one that is refused. */
export const tradeSteps: fc.Arbitrary<MarketStep> = instrument.chain((name) =>
  fc
    .record({
      buyer: account,
      seller: account,
      lots: fc.integer({ min: 0, max: 60 }),
      at: ticks(name),
    })
    .map(({ buyer, seller, lots, at }) => (i: number): PlayInput => {
      const given = { buyer, seller, quantity: String(lots), price: at, instrument: name };
      return {
        kind: 'trade',
        trade: trade({ tradeId: `T-${i}`, executedAt: timeAt(i), ...given }),
      };
    }),
);

/** A price of an instrument or a currency pair. */
export const priceSteps: fc.Arbitrary<MarketStep> = fc.oneof(
  instrument.chain((name) =>
    ticks(name).map((at) => (i: number): PlayInput => {
      const given = { symbol: name, price: at, observedAt: timeAt(i) };
      return { kind: 'price', price: price(given) };
    }),
  ),
  fc.integer({ min: 8_000, max: 15_000 }).map((units) => (i: number): PlayInput => {
    const given = { symbol: 'EURUSD', price: (units / 10_000).toFixed(4), observedAt: timeAt(i) };
    return { kind: 'price', price: price(given) };
  }),
);

/** An official settlement price of the day. */
export const officialSteps: fc.Arbitrary<MarketStep> = instrument.chain((name) =>
  ticks(name).map((at) => (i: number): PlayInput => {
    const given = { symbol: name, price: at, observedAt: timeAt(i) };
    return { kind: 'price', price: settlementPrice('2026-11-20', given) };
  }),
);

const level = fc.integer({ min: 1, max: 120 }).map((percent) => (percent / 100).toFixed(2));
const underlying = fc.constantFrom('SPX', 'OIL');

/** An implied volatility, as a level or as a smile; now and then one that makes an arbitrage. */
export const volatilitySteps: fc.Arbitrary<MarketStep> = fc.oneof(
  fc
    .record({ underlying, volatility: level, tenorDays: fc.constantFrom(7, 30, 90) })
    .map((given) => (i: number): PlayInput => {
      return { kind: 'volatility', volatility: volatility({ ...given, observedAt: timeAt(i) }) };
    }),
  fc
    .record({
      underlying,
      expiry: fc.constantFrom('2026-11-20', '2026-12-18', '2027-01-20'),
      wings: fc.tuple(level, level, level),
    })
    .map(({ underlying: of, expiry, wings: [low, middle, high] }) => (i: number): PlayInput => {
      const nodes = [
        ['-0.1', low],
        ['0', middle],
        ['0.1', high],
      ] as const;
      const given = { underlying: of, observedAt: timeAt(i) };
      return { kind: 'volatility', volatility: smile(expiry, nodes, given) };
    }),
);

/** A deposit of cash or of a security. */
export const depositSteps = (
  assets: readonly string[] = ['USD', 'EUR', 'UST-2028'],
): fc.Arbitrary<MarketStep> =>
  fc
    .record({
      account,
      asset: fc.constantFrom(...assets),
      cents: fc.integer({ min: 1, max: 50_000_000 }),
    })
    .map(({ account: to, asset, cents }) => (i: number): PlayInput => {
      const given = { account: to, asset, quantity: (cents / 100).toFixed(2) };
      return { kind: 'collateral', instruction: deposit({ instructionId: `D-${i}`, ...given }) };
    });

/** A deposit for the isolated account, mostly into one of its buckets. */
export const bucketSteps: fc.Arbitrary<MarketStep> = fc
  .record({
    bucket: fc.constantFrom(undefined, ...BUCKETS),
    asset: fc.constantFrom('USD', 'EUR', 'UST-2028'),
    cents: fc.integer({ min: 1, max: 60_000_000 }),
  })
  .map(({ bucket, asset, cents }) => (i: number): PlayInput => {
    const given = { account: ISOLATED, asset, quantity: (cents / 100).toFixed(2) };
    const where = bucket === undefined ? {} : { bucket };
    const instructionId = `B-${i}`;
    return { kind: 'collateral', instruction: deposit({ instructionId, ...given, ...where }) };
  });

/** A settlement cycle at the accepted marks. */
export const cycleSteps: fc.Arbitrary<MarketStep> = fc.constant((i: number): PlayInput => {
  const body = { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' } as const;
  const command = { commandId: `S-${i}`, ledger: 'main', by: 'op', at: timeAt(i), body };
  return { kind: 'command', command };
});

/** The prices with which a random market opens. */
export const OPENING: readonly PlayInput[] = [
  { kind: 'price', price: price({ symbol: 'EURUSD', price: '1.0842' }) },
  { kind: 'price', price: price({ symbol: 'UST-2028', price: '99.4375' }) },
  { kind: 'price', price: price({ symbol: 'SPX-FUT', price: '5000.00' }) },
  { kind: 'price', price: price({ symbol: 'OIL-FUT', price: '20.00' }) },
  { kind: 'price', price: price({ symbol: 'SPX-EUR', price: '1000.00' }) },
];
