import type { HouseLink } from '../link/house-link.js';
import type { OutputReader } from '../link/output-reader.js';
import { PAY_ROUNDS_MAX } from '../limits.js';
import type { DepositToSend, PriceToSend } from '../messages.js';
import type { DayRecord } from './back-test.js';
import type { ReplayPlan } from './plan-replay.js';
import { OBSERVED_TOPICS, ReplayObserver } from './replay-observer.js';
import type { ReplayTraders } from './replay-traders.js';

/** Where a replay is, for a progress bar. */
export interface ReplayProgress {
  readonly date: string;
  readonly daysDone: number;
  readonly days: number;
  readonly calls: number;
}

export interface ReplayOutcome {
  readonly observer: ReplayObserver;
  readonly records: readonly DayRecord[];
  readonly daysDone: number;
  readonly tradesSent: number;
}

const SOURCE = 'REPLAY';
const CLOSE_TIME = 'T20:00:00.000Z';
const SETTLEMENT_TIME = 'T20:30:00.000Z';
const CYCLE_TIME = 'T20:45:00.000Z';

/**
 * Clears a period day by day through a clearing house that holds nothing yet. Each step waits until the
 * house is idle, so that every call is seen and paid before the ledger's clock moves on.
 * @param signal ends the replay after the day under way
 */
export async function runReplay(
  link: HouseLink,
  plan: ReplayPlan,
  traders: ReplayTraders,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayOutcome> {
  const observer = new ReplayObserver();
  const reader = await link.read({
    topics: OBSERVED_TOPICS,
    onMessage: (message) => observer.take(message),
  });
  await importHistories(link, plan);
  const replay = new Replay(link, plan, traders, observer, reader);
  const records: DayRecord[] = [];
  let daysDone = 0;
  for (const [day, date] of plan.dates.entries()) {
    if (signal.aborted) break;
    await replay.clearDay(day, date);
    records.push(...observer.recordDay(day));
    daysDone = day + 1;
    onProgress({ date, daysDone, days: plan.dates.length, calls: observer.callsIssued });
  }
  return { observer, records, daysDone, tradesSent: replay.tradesSent };
}

async function importHistories(link: HouseLink, plan: ReplayPlan): Promise<void> {
  for (const { market, history } of plan.markets) {
    await link.client.importHistory(market.underlying, history, { by: 'replay-market' });
  }
}

class Replay {
  tradesSent = 0;
  private deposits = 0;

  constructor(
    private readonly link: HouseLink,
    private readonly plan: ReplayPlan,
    private readonly traders: ReplayTraders,
    private readonly observer: ReplayObserver,
    private readonly reader: OutputReader,
  ) {}

  async clearDay(day: number, date: string): Promise<void> {
    await this.link.send({ prices: this.observations(day, date) });
    // Prices and trades come on topics without order between them: trades meet the day's prices.
    await this.link.waitIdle();
    const trades = this.traders.tradesOf(day);
    this.tradesSent += trades.length;
    await this.link.send({ trades });
    await this.settled();
    const deposits = this.depositsForCalls(date);
    await this.link.send({ prices: this.officialPrices(day, date), deposits });
    await this.settled();
    await this.payCalls(date);
    await this.link.client.settle({ type: 'EOD', date, at: `${date}${CYCLE_TIME}` });
    await this.settled();
    await this.payCalls(date);
  }

  /** Until everything sent is decided and what followed from it has been read. */
  private async settled(): Promise<void> {
    await this.link.waitIdle();
    await this.reader.caughtUp();
    const [refusal] = this.observer.refusals;
    if (refusal !== undefined) throw new Error(refusal);
  }

  /** Pays what is called, until nothing is. */
  private async payCalls(date: string): Promise<void> {
    for (let round = 0; round < PAY_ROUNDS_MAX; round++) {
      const deposits = this.depositsForCalls(date);
      if (deposits.length === 0) return;
      await this.link.send({ deposits });
      await this.settled();
    }
    const open = this.observer.calls.list().map(({ callId }) => callId);
    if (open.length > 0) {
      throw new Error(`calls stay open although they were paid: ${open.join(', ')}`);
    }
  }

  private depositsForCalls(date: string): DepositToSend[] {
    return this.observer.calls.list().map(({ callId, account, currency, outstanding }) => {
      this.deposits += 1;
      this.observer.paying(account, Number(outstanding));
      return {
        instructionId: `${callId}-${this.deposits}`,
        type: 'DEPOSIT',
        account,
        asset: currency,
        quantity: outstanding,
        valueDate: date,
      };
    });
  }

  private observations(day: number, date: string): PriceToSend[] {
    return this.plan.markets.map(({ market, grid, ticks }) => ({
      symbol: market.instrument,
      price: grid.text(ticks[day] ?? 0),
      source: SOURCE,
      observedAt: `${date}${CLOSE_TIME}`,
    }));
  }

  /** Of the futures, for the cycle, and of the factors, for the price history. */
  private officialPrices(day: number, date: string): PriceToSend[] {
    const official = (symbol: string, price: string): PriceToSend => ({
      symbol,
      price,
      type: 'SETTLEMENT',
      businessDate: date,
      source: SOURCE,
      observedAt: `${date}${SETTLEMENT_TIME}`,
    });
    return this.plan.markets.flatMap(({ market, grid, ticks, closes }) => {
      const close = closes[day];
      return [
        official(market.instrument, grid.text(ticks[day] ?? 0)),
        ...(close === undefined ? [] : [official(market.underlying, close)]),
      ];
    });
  }
}
