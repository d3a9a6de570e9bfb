import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { readReferenceDataFile } from '#libs/operator-client/reference-data-file.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { OpenCalls, type CallMessage } from '../link/open-calls.js';
import { Random } from '../random/random.js';
import { CallPayer } from './call-payer.js';
import { Latencies } from './latencies.js';
import { CRISIS, HISTORY_END, LIVE_MARKETS } from './live-markets.js';
import { Narrator, readable } from './narrator.js';
import { HISTORY_DAYS, syntheticHistory } from './synthetic-history.js';
import { TradeFlow } from './trade-flow.js';
import { tradedInstruments, tradingAccounts } from './traded-market.js';
import { Weather } from './weather.js';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');

async function demonstration() {
  const file = path.join(PROJECT_ROOT, 'apps/demo-market/clearing-house.yaml');
  const result = validateReferenceData(await readReferenceDataFile(file));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('the demonstration market', () => {
  it('has valid reference data with a made-up history for each of its underlyings', async () => {
    const data = await demonstration();
    expect(data.underlyings.map(({ id }) => id)).toEqual(
      LIVE_MARKETS.map(({ underlying }) => underlying),
    );
    expect(data.model.stressPeriods).toEqual([CRISIS]);
  });

  it('makes the same history at every start, up to its last close', () => {
    for (const market of LIVE_MARKETS) {
      const closes = syntheticHistory(market, new Random('h'));
      expect(syntheticHistory(market, new Random('h'))).toEqual(closes);
      expect(closes).toHaveLength(HISTORY_DAYS);
      expect(closes.at(-1)).toEqual([HISTORY_END, market.lastClose]);
      expect(Math.min(...closes.map(([, close]) => Number(close)))).toBeGreaterThan(0);
    }
  });

  it('trades the same for the same seed; every trade is on the grid but the faulty ones', async () => {
    const data = await demonstration();
    const trades = (seed: string) => {
      const instruments = tradedInstruments(data, new Map(), new Random(seed), NOW_MS);
      const flow = new TradeFlow(
        { accounts: tradingAccounts(data), instruments, venue: 'X', runId: 'R', faultShare: 0.1 },
        new Random(seed),
      );
      flow.embolden(() => false);
      return Array.from({ length: 2_000 }, () => flow.next(NOW_MS));
    };
    const sent = trades('1');
    expect(trades('1')).toEqual(sent);
    expect(trades('2')).not.toEqual(sent);
    expect(new Set(sent.map(({ tradeId }) => tradeId)).size).toBe(sent.length);
    const ticks = new Map(data.instruments.map(({ id, tickSize }) => [id, Number(tickSize)]));
    const faulty = sent.filter(({ instrument, price }) => {
      const inTicks = Number(price) / (ticks.get(instrument) ?? 1);
      return Math.abs(inTicks - Math.round(inTicks)) > 1e-6;
    });
    expect(faulty.length).toBeGreaterThan(100);
    expect(faulty.length).toBeLessThan(300);
    expect(sent.every(({ buyer, seller }) => buyer !== seller)).toBe(true);
  });

  it('keeps novated positions that add up to zero', async () => {
    const data = await demonstration();
    const instruments = tradedInstruments(data, new Map(), new Random('1'), NOW_MS);
    const flow = new TradeFlow(
      { accounts: tradingAccounts(data), instruments, venue: 'X', runId: 'R', faultShare: 0 },
      new Random('1'),
    );
    for (let i = 0; i < 1_000; i++) flow.takeNovated(flow.next(NOW_MS));
    for (const { quote } of instruments) {
      const held = [...flow.views.values()].map(
        ({ lots }) => lots.get(quote.market.instrument) ?? 0,
      );
      expect(held.some((lots) => lots !== 0)).toBe(true);
      expect(held.reduce((sum, lots) => sum + lots, 0)).toBe(0);
    }
  });

  it('goes on from the last settlement prices', async () => {
    const data = await demonstration();
    const last = new Map([['SPX-FUT-2035-12', '4321.25']]);
    const instruments = tradedInstruments(data, last, new Random('1'), NOW_MS);
    expect(instruments.map(({ quote }) => quote.priceText)).toEqual([
      '4321.25',
      '4800',
      '75.00',
      '2400.0',
      '60000.0',
    ]);
  });

  it('has a burst of volatility within the first quarter of a minute, and then calm', () => {
    const weather = new Weather(['SPX', 'WTI'], new Random('1'));
    const edges: string[] = [];
    for (let second = 0.5; second <= 26; second += 0.5) {
      const { edge } = weather.step(0.5);
      if (edge) edges.push(`${edge} ${second <= 15 ? 'early' : 'late'}`);
    }
    expect(edges).toEqual(['begins early', 'ends late']);
  });
});

const call = (over: Partial<CallMessage> = {}): CallMessage => ({
  callId: 'main-000001',
  account: 'ALPHA/HOUSE',
  status: 'ISSUED',
  currency: 'USD',
  amount: '40000.00',
  outstanding: '40000.00',
  requirement: '1.00',
  unsettled: '0.00',
  collateralValue: '0.00',
  reason: 'REQUIREMENT_ABOVE_COLLATERAL',
  dueAt: '2026-11-20T12:02:00.000Z',
  ...over,
});

/** Pays as the clearing house books it: a pay-in goes to the oldest open call of its account. */
function payOldestFirst(calls: OpenCalls, account: string, amount: number): void {
  let left = amount;
  for (const open of calls.list().filter((one) => one.account === account)) {
    const paid = Math.min(left, Number(open.outstanding));
    const rest = Number(open.outstanding) - paid;
    left -= paid;
    const status = rest === 0 ? 'MET' : 'PARTIALLY_MET';
    if (paid > 0) calls.take({ ...open, status, outstanding: rest.toFixed(2) });
  }
  expect(left, 'more was paid than is owed').toBe(0);
}

describe('paying calls', () => {
  it('pays every call in full sooner or later, never too much, and forgets those that are met', () => {
    for (let seed = 0; seed < 60; seed++) {
      const calls = new OpenCalls();
      const payer = new CallPayer(calls, 'R', new Random(String(seed)));
      calls.take(call({ callId: 'main-000001' }));
      calls.take(call({ callId: 'main-000002', account: 'BETA/C1', outstanding: '70000.50' }));
      calls.take(call({ callId: 'main-000003', outstanding: '50000.25' }));
      const paid = new Map<string, number>();
      for (let ms = NOW_MS; calls.list().length > 0 && ms < NOW_MS + 600_000; ms += 500) {
        for (const { account, quantity } of payer.depositsDue(ms, HISTORY_END)) {
          paid.set(account, (paid.get(account) ?? 0) + Number(quantity));
          payOldestFirst(calls, account, Number(quantity));
        }
      }
      expect(Object.fromEntries(paid)).toEqual({ 'ALPHA/HOUSE': 90_000.25, 'BETA/C1': 70_000.5 });
      expect(payer.depositsDue(NOW_MS + 900_000, HISTORY_END)).toEqual([]);
    }
  });
});

describe('the narrator', () => {
  it('says no more than a person can read, and how much it left out', () => {
    let nowMs = NOW_MS;
    const lines: string[] = [];
    const narrator = new Narrator(
      (line) => lines.push(line),
      () => nowMs,
    );
    for (let i = 0; i < 50; i++) narrator.say(`thing ${i}`);
    expect(lines).toHaveLength(6);
    nowMs += 1_000;
    narrator.say('later');
    expect(lines.at(-1)).toBe('12:00:01  later (and 44 more since the last line)');
  });

  it('tells of trades together', () => {
    let nowMs = NOW_MS;
    const lines: string[] = [];
    const narrator = new Narrator(
      (line) => lines.push(line),
      () => nowMs,
    );
    for (let i = 0; i < 23; i++) narrator.takeAnswer({ status: 'NOVATED' });
    narrator.takeAnswer({ status: 'REJECTED', code: 'PRICE_OFF_TICK' });
    narrator.tellTrades();
    nowMs += 10_000;
    narrator.tellTrades();
    narrator.tellTrades();
    expect(lines).toEqual(['12:00:10  23 trades novated, 1 refused (PRICE_OFF_TICK)']);
  });

  it('writes amounts with separators', () => {
    expect(readable('-1234567.89')).toBe('-1,234,567.89');
    expect(readable('100.00')).toBe('100.00');
  });
});

describe('latencies', () => {
  it('give quantiles by rank, in bounded memory', () => {
    const latencies = new Latencies();
    for (let ms = 1; ms <= 1_000; ms++) latencies.add(ms);
    expect([latencies.quantile(0.5), latencies.quantile(0.99), latencies.max]).toEqual([
      500, 990, 1_000,
    ]);
    for (let i = 0; i < 400_000; i++) latencies.add(5);
    expect(latencies.quantile(0.5)).toBe(5);
    expect(latencies.max).toBe(1_000);
  });
});
