import fc from 'fast-check';
import { HouseOfDefaults } from './house-of-defaults.js';

/** Who trades: of the defaulter every kind of account, and some of survivors. */
const SIDES = [
  'A/HOUSE',
  'A/DESK',
  'A/BOXES',
  'A/C1',
  'A/C2',
  'A/OMNI F1',
  'A/OMNI F2',
  'B/HOUSE',
  'B/C1',
  'B/OMNI F1',
  'C/HOUSE',
  'C/C2',
  'D/HOUSE',
] as const;

const INSTRUMENTS = ['FUT', 'FUT2', 'FUTU'] as const;

const side = fc.constantFrom(...SIDES);
const price = fc.integer({ min: 80, max: 120 });

export const randomTrade = fc.record({
  buyer: side,
  seller: side,
  instrument: fc.constantFrom(...INSTRUMENTS),
  lots: fc.integer({ min: 1, max: 60 }),
  price,
});

export const randomDeposit = fc.record({
  account: fc.constantFrom('A/HOUSE', 'A/DESK', 'A/C1', 'A/C2', 'A/OMNI', 'A/BOXES'),
  asset: fc.constantFrom('JPY', 'USD', 'BOND'),
  /** Of the currency's or asset's worth in yen, about. */
  worth: fc.integer({ min: 1, max: 900 }),
  bucket: fc.constantFrom(undefined, 'FUT', 'FUTU'),
});

const randomPrices = fc.record({ FUT: price, FUT2: price, FUTU: price });

/** A market before a default: deposits, trades, a cycle between them or not. */
export const randomBook = fc.record({
  deposits: fc.array(randomDeposit, { maxLength: 6 }),
  before: fc.array(randomTrade, { maxLength: 8 }),
  settled: fc.option(randomPrices, { nil: undefined }),
  after: fc.array(randomTrade, { maxLength: 6 }),
});
type RandomBook = typeof randomBook extends fc.Arbitrary<infer T> ? T : never;
export type RandomTrade = typeof randomTrade extends fc.Arbitrary<infer T> ? T : never;

/** Plays a market; survivors have money enough that nothing but the default is ever owed. */
export function playBook(house: HouseOfDefaults, book: RandomBook): void {
  for (const member of ['B', 'C', 'D', 'E'])
    for (const id of ['HOUSE', 'C1', 'C2', 'OMNI'])
      for (const asset of ['JPY', 'USD'])
        house.deposit(`${member}/${id}`, '1000000', 'DEPOSIT', asset);
  for (const { account, asset, worth, bucket } of book.deposits) {
    const isIsolated = account === 'A/BOXES' || account === 'A/C2';
    const quantity = asset === 'USD' ? (worth / 150).toFixed(2) : String(worth);
    if (Number(quantity) > 0)
      house.depositInto(account, asset, quantity, isIsolated ? bucket : undefined);
  }
  for (const trade of book.before) playTrade(house, trade);
  if (book.settled) movePrices(house, book.settled);
  if (book.settled) house.cycle();
  for (const trade of book.after) playTrade(house, trade);
}

/** Trades whatever the sides are; clients open, and close what they hold the other way. */
export function playTrade(house: HouseOfDefaults, { buyer, seller, ...terms }: RandomTrade): void {
  if (buyer === seller || buyer.split(' ')[0] === seller.split(' ')[0]) return;
  house.tradeOf(buyer, seller, terms.lots, terms.price, terms.instrument);
}

export function movePrices(house: HouseOfDefaults, prices: Readonly<Record<string, number>>): void {
  for (const [symbol, to] of Object.entries(prices)) house.price(symbol, String(to));
}
