import { SeededRandom } from './seeded-random.js';
import { BenchHouse } from './bench-house.js';
import type { BenchServers } from './bench-servers.js';
import { marginHistory, type MarginHistory } from './margin-history.js';
import {
  accountOf,
  FUTURES,
  marginDocument,
  marginTrades,
  openingMarket,
  OPTIONS,
  points,
  type BenchTrade,
  type MarketTerms,
} from './margin-market.js';
import type { BenchMessage } from './opening-market.js';
import { waitFor } from './wait-for.js';

export const TICK_ACCOUNTS = 1_000;
const EXECUTED_AT = '2026-11-20T14:00:00.000Z';
/** So large that nobody is called. */
const NO_CALLS = '1000000000000.00';
const CALLS_FROM = '1000.00';
/** Collateral beyond the exposure, as shares of it: the least and the most. */
const HEADROOM = [0.02, 1] as const;

/** A house with everything running, its market, and who holds what. */
export interface TickHouse {
  readonly house: BenchHouse;
  readonly history: MarginHistory;
  /** Accounts by instrument. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A house whose 1,000 accounts hold 20 positions each and collateral somewhat above their exposure. */
export async function openTickHouse(
  servers: BenchServers,
  say: (text: string) => void,
): Promise<TickHouse> {
  const history = marginHistory();
  const market = openingMarket(history, TERMS);
  const house = await BenchHouse.open(servers, market);
  await house.start('publisher');
  await house.start('back-office');
  const trades = marginTrades(TICK_ACCOUNTS);
  say(`  ${trades.length} trades`);
  const { position } = await house.reader.head();
  await house.send('trades', trades.map(tradeMessage));
  await house.reached(position + trades.length);
  const rejected = await house.payloads('TradeRejected');
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected[0]));
  say('  collateral');
  await payIn(house);
  say('  reference data with calls');
  await apply(house, history, { ...TERMS, minimumTransferAmount: CALLS_FROM });
  return { house, history, holders: holdersOf(trades) };
}

/**
 * From now on large positions of a member are charged over all its accounts, so that a price concerns
 * the accounts of a member that do not hold the instrument too (margin-model.md d.1).
 */
export function chargeMembers({ house, history }: TickHouse): Promise<void> {
  return apply(house, history, {
    ...TERMS,
    minimumTransferAmount: CALLS_FROM,
    liquidity: true,
  });
}

/** Nobody is called while positions and collateral come in. */
const TERMS = { accounts: TICK_ACCOUNTS, liquidity: false, minimumTransferAmount: NO_CALLS };

function tradeMessage(trade: BenchTrade, i: number): BenchMessage {
  const { instrument, lots, buyer, seller } = trade;
  const future = FUTURES.find(({ id }) => id === instrument);
  const tradeId = `P-${i}`;
  return {
    key: tradeId,
    value: {
      tradeId,
      venue: 'XSIM',
      instrument,
      quantity: String(lots),
      price: future ? points(future.priceTicks) : '1.00',
      buyer: accountOf(buyer),
      seller: accountOf(seller),
      executedAt: EXECUTED_AT,
    },
  };
}

/** Waits for every account's exposure and pays in somewhat more. */
async function payIn(house: BenchHouse): Promise<void> {
  const { position } = await house.reader.head();
  const exposures = await evaluatedExposures(house, position);
  const random = new SeededRandom(7);
  const [least, most] = HEADROOM;
  const deposits = [...exposures].map(([account, exposure], i): BenchMessage => {
    const share = 1 + least + (most - least) * random.next();
    const quantity = Math.max(1, exposure * share).toFixed(2);
    const instructionId = `D-${i}`;
    const what = { type: 'DEPOSIT', account, asset: 'USD', quantity, valueDate: '2026-11-20' };
    return { key: account, value: { instructionId, ...what } };
  });
  await house.send('collateral', deposits);
  await house.reached(position + deposits.length);
}

async function evaluatedExposures(
  house: BenchHouse,
  position: number,
): Promise<Map<string, number>> {
  await waitFor(`requirements of position ${position}`, async () => {
    const { evaluatedPosition } = await house.reader.head();
    return evaluatedPosition >= position || undefined;
  });
  const { rows } = await house.pool.query<{ account: string; exposure: string }>(
    "SELECT account, payload::json->>'exposure' AS exposure FROM margin_requirement WHERE ledger_id = 'main'",
  );
  if (rows.length !== TICK_ACCOUNTS) throw new Error(`${rows.length} accounts have a requirement`);
  return new Map(rows.map(({ account, exposure }) => [account, Number(exposure)]));
}

/** Applies other terms; waits until nothing is under way. */
async function apply(house: BenchHouse, history: MarginHistory, terms: MarketTerms): Promise<void> {
  const document = marginDocument(history, terms);
  await house.command({ type: 'APPLY_REFERENCE_DATA', document });
  const { position } = await house.reader.head();
  await evaluatedExposures(house, position);
  await house.published(position);
}

function holdersOf(trades: readonly BenchTrade[]): Map<string, Set<string>> {
  const holders = new Map([...FUTURES, ...OPTIONS].map(({ id }) => [id, new Set<string>()]));
  for (const { instrument, buyer, seller } of trades)
    for (const account of [buyer, seller]) holders.get(instrument)?.add(accountOf(account));
  return holders;
}
