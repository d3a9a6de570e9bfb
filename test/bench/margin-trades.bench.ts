import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { SeededRandom } from './seeded-random.js';
import { cubeMarket, type CubeMarket } from './margin-cube-market.js';
import { SCENARIOS } from './margin-history.js';
import { rowOf } from './rebuild-book.js';
import type { Comparison } from './statistics.js';

export interface TradesMargined {
  readonly source: string;
  /** Trades a second, one thread, each with the requirement of both sides; the floor is memory. */
  readonly runs: readonly Comparison[];
  /** Bytes a second of a large copy, reads and writes both counted. */
  readonly copyBytesPerSecond: number;
  readonly bytesPerTrade: number;
}

const ACCOUNTS = 2_000;
const TRADES = 5_000;
const VECTOR_BYTES = SCENARIOS * 8;
/**
 * What a trade touches where the vectors of class and group are kept (margin-model.md e.6): the row read
 * once, and of each side both vectors read and written. Selecting the tails reads them from the cache.
 */
const BYTES_PER_TRADE = VECTOR_BYTES * (1 + 2 * 2 * 2);

/** Trades between accounts at random, each followed by the requirement of buyer and seller. */
export function marginTradesOneByOne(runs: number): TradesMargined {
  const market = cubeMarket(ACCOUNTS);
  for (const instrument of market.underlyingOf.keys()) rowOf(market, instrument);
  const books = market.newBooks();
  for (const book of books) requirementOf(market, book);
  const random = new SeededRandom(11);
  tradesPerSecond(market, books, random);
  const copyBytesPerSecond = measureCopy();
  const pairs = Array.from({ length: runs }, () => ({
    floor: measureCopy() / BYTES_PER_TRADE,
    program: tradesPerSecond(market, books, random),
  }));
  return {
    source: market.source,
    runs: pairs,
    copyBytesPerSecond,
    bytesPerTrade: BYTES_PER_TRADE,
  };
}

function tradesPerSecond(
  market: CubeMarket,
  books: readonly MarginBook[],
  random: SeededRandom,
): number {
  const instruments = [...market.underlyingOf];
  const trades = Array.from({ length: TRADES }, () => ({
    listed: random.pick(instruments),
    buyer: random.pick(books),
    seller: random.pick(books),
    lots: 1 + random.whole(9),
  }));
  const started = performance.now();
  for (const { listed, buyer, seller, lots } of trades) {
    const [instrument, underlying] = listed;
    buyer.add(instrument, underlying, lots);
    seller.add(instrument, underlying, -lots);
    requirementOf(market, buyer);
    requirementOf(market, seller);
  }
  return (TRADES * 1_000) / (performance.now() - started);
}

function requirementOf({ cube }: CubeMarket, book: MarginBook): bigint {
  const result = accountRequirement(book, cube);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.requirementMinor;
}

const COPY_DOUBLES = 16_777_216;
const COPIES = 4;

function measureCopy(): number {
  const [from, to] = [new Float64Array(COPY_DOUBLES).fill(1), new Float64Array(COPY_DOUBLES)];
  to.set(from);
  const started = performance.now();
  for (let i = 0; i < COPIES; i++) to.set(from);
  const seconds = (performance.now() - started) / 1_000;
  return (COPIES * COPY_DOUBLES * 8 * 2) / seconds;
}
