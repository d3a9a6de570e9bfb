import { MarginEngine } from '#libs/domain/house/index.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { PlayInput } from '#libs/decider/testing/decide-input.js';
import { runStressTests } from '#libs/domain/stress-tests/run-stress-tests.js';
import { stressInputs, type StressInputs } from '#libs/domain/stress-tests/stress-inputs.js';
import { scaleScenario } from '#libs/domain/stress-tests/stress-scenario.js';
import { marginHistory } from './margin-history.js';
import { accountOf, marginTrades, openingMarket, type BenchTrade } from './margin-market.js';
import { MemoryHouse } from './memory-house.js';
import { SeededRandom } from './seeded-random.js';

/** One run of the stress tests: the program from classes to Cover-2, and the bare loops. */
interface Cover2Run {
  readonly programMs: number;
  /** Of that: scenarios and the revaluation of every instrument in each. */
  readonly rowsMs: number;
  readonly bareLoopsMs: number;
}

export interface Cover2Figures {
  readonly source: string;
  readonly members: number;
  readonly accounts: number;
  readonly scenarios: number;
  readonly runs: readonly Cover2Run[];
}

const ACCOUNTS_PER_MEMBER = 20;
const SCENARIOS = 1_000;
const BATCH = 1_000;
const TRADED_AT = '2026-11-20T14:00:00.000Z';
const WARM_UP = 1;

/**
 * Cover-2 of so many members with 20 accounts of 20 positions each in 200 instruments, half of them
 * options, over 1,000 scenarios; beside bare loops that add up the same number of positions from a matrix
 * that is there already.
 */
export function measureCover2(members: number, runs: number): Cover2Figures {
  const accounts = members * ACCOUNTS_PER_MEMBER;
  const history = marginHistory();
  const trades = marginTrades(accounts);
  const { house } = openHouse(accounts, trades);
  const engine = new MarginEngine(house);
  const listed = house.reference?.data.members ?? [];
  const bare = bareLoops(accounts, trades);
  const measured: Cover2Run[] = [];
  for (let run = 0; run < runs + WARM_UP; run++) {
    const bareLoopsMs = bare();
    const started = performance.now();
    const inputs = ofLength(stressInputs(house, engine), SCENARIOS);
    runStressTests(house, engine, listed.slice(0, 1), inputs);
    const rowsMs = performance.now() - started;
    const again = performance.now();
    const result = runStressTests(
      house,
      engine,
      listed,
      ofLength(stressInputs(house, engine), SCENARIOS),
    );
    const programMs = performance.now() - again;
    if (result.accounts !== accounts || result.notValued.length > 0)
      throw new Error(`${result.accounts} accounts were valued`);
    if (!(result.cover.cover2.loss > 0)) throw new Error('nobody loses anything');
    if (run >= WARM_UP) measured.push({ programMs, rowsMs, bareLoopsMs });
  }
  return { source: history.source, members, accounts, scenarios: SCENARIOS, runs: measured };
}

/** The scenarios of the house, and multiples of them until there are so many. */
function ofLength({ groups, scenarios }: StressInputs, length: number): StressInputs {
  const filled = Array.from({ length }, (_, i) => {
    const scenario = scenarios[i % scenarios.length];
    if (!scenario) throw new Error('the house has no scenarios');
    const times = 1 + 0.05 * Math.floor(i / scenarios.length);
    return { ...scaleScenario(scenario, times), name: `${scenario.name}-${i}` };
  });
  return { groups, scenarios: filled };
}

function openHouse(accounts: number, trades: readonly BenchTrade[]): { house: HouseState } {
  const core = new MemoryHouse();
  const terms = { accounts, liquidity: true, minimumTransferAmount: '1000000000000.00' };
  const market = openingMarket(marginHistory(), terms);
  const priceOf = new Map(market.prices.map(({ key, value }) => [key, String(value['price'])]));
  const inputs = [
    ...market.commands.map((body, i) => ({
      kind: 'command',
      command: { commandId: `open-${i}`, ledger: 'main', by: 'bench', body },
    })),
    ...market.prices.map(({ value }) => ({ kind: 'price', price: value })),
    ...market.volatilities.map(({ value }) => ({ kind: 'volatility', volatility: value })),
    ...trades.map(({ instrument, buyer, seller, lots }, i) => ({
      kind: 'trade',
      trade: {
        tradeId: `T-${i}`,
        venue: 'XSIM',
        instrument,
        quantity: String(lots),
        price: priceOf.get(instrument) ?? '1.00',
        buyer: accountOf(buyer),
        seller: accountOf(seller),
        executedAt: TRADED_AT,
      },
    })),
  ] as PlayInput[];
  for (let from = 0; from < inputs.length; from += BATCH)
    core.batch(inputs.slice(from, from + BATCH));
  if (core.house.trading.holdings.size !== accounts) throw new Error('not all trades were taken');
  return core;
}

/** Positions times rows, loss over margin, sums by member, the two largest: nothing else. */
function bareLoops(accounts: number, trades: readonly BenchTrade[]): () => number {
  const random = new SeededRandom(5);
  const rowOf = new Map<string, Float64Array>();
  const books = Array.from({ length: accounts }, () => [] as { lots: number; row: Float64Array }[]);
  for (const { instrument, buyer, seller, lots } of trades) {
    let row = rowOf.get(instrument);
    if (!row) {
      row = Float64Array.from({ length: SCENARIOS }, () => random.whole(2_000_000) - 1_000_000);
      rowOf.set(instrument, row);
    }
    books[buyer]?.push({ lots, row });
    books[seller]?.push({ lots: -lots, row });
  }
  return () => {
    const started = performance.now();
    if (!(coverOfBooks(books) > 0)) throw new Error('nothing was lost');
    return performance.now() - started;
  };
}

function coverOfBooks(
  books: readonly (readonly { readonly lots: number; readonly row: Float64Array }[])[],
): number {
  const MARGIN = 1_000_000;
  const members: Float64Array[] = [];
  const pnl = new Float64Array(SCENARIOS);
  books.forEach((book, i) => {
    if (i % ACCOUNTS_PER_MEMBER === 0) members.push(new Float64Array(SCENARIOS));
    const over = members.at(-1);
    if (!over) return;
    pnl.fill(0);
    for (const { lots, row } of book)
      for (let s = 0; s < SCENARIOS; s++) pnl[s] = (pnl[s] ?? 0) + lots * (row[s] ?? 0);
    for (let s = 0; s < SCENARIOS; s++) {
      const loss = -(pnl[s] ?? 0) - MARGIN;
      if (loss > 0) over[s] = (over[s] ?? 0) + loss;
    }
  });
  let cover = 0;
  for (let s = 0; s < SCENARIOS; s++) {
    let [first, second] = [0, 0];
    for (const over of members) {
      const loss = over[s] ?? 0;
      if (loss > first) [first, second] = [loss, first];
      else if (loss > second) second = loss;
    }
    cover = Math.max(cover, first + second);
  }
  return cover;
}
