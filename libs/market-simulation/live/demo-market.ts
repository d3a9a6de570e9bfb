import { setTimeout as sleep } from 'node:timers/promises';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import type { HouseLink } from '../link/house-link.js';
import { nextWeekday } from '../prices/business-days.js';
import { Random } from '../random/random.js';
import { CallPayer } from './call-payer.js';
import { readSituation, type HouseSituation } from './house-situation.js';
import { HISTORY_END, LIVE_MARKETS } from './live-markets.js';
import { DAY_SECONDS, LivePrices } from './live-prices.js';
import { LIVE_TOPICS, MarketObserver } from './market-observer.js';
import { Narrator } from './narrator.js';
import { repeat } from './repeat.js';
import { syntheticHistory } from './synthetic-history.js';
import { TradeFlow, type TradedInstrument } from './trade-flow.js';
import { tradedInstruments, tradingAccounts } from './traded-market.js';
import { Weather } from './weather.js';

const SOURCE = 'DEMO';
const PRICES_EVERY_MS = 400;
const TRADES_EVERY_MS = 330;
const CHORES_EVERY_MS = 500;
/** So often an account becomes bold and builds until it is called. */
const BOLD_EVERY_MS = 45_000;
const FIRST_CYCLE_MS = 25_000;
const CYCLE_EVERY_MS = (DAY_SECONDS / 2) * 1_000;
/** A cycle follows official prices on another topic: it is asked for again until they are there. */
const SETTLE_ATTEMPTS_MAX = 20;
const SETTLE_RETRY_MS = 250;
const FAULT_SHARE = 0.015;
/** The history is the same at every start: what the clearing house has already changes nothing. */
const HISTORY_SEED = 'demonstration-history';
/** Deposits at the first start; an account that is not here must be called before it has anything. */
const FIRST_DEPOSITS: readonly string[] = [
  '3000000.00',
  '1500000.00',
  '2500000.00',
  '800000.00',
  '4000000.00',
  '2000000.00',
];

/**
 * The market of `npm start`: members that trade, prices that move, cycles every two minutes, and calls
 * that are paid, sooner or later. Everything goes in through Kafka and HTTP as anyone's would, and what
 * is told comes from the topics of the clearing house. It goes on where it was when started again.
 */
export class DemoMarket {
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];
  private businessDate: string;
  private nextCycleIsEndOfDay = false;
  private readonly troubles = new Set<string>();

  private constructor(
    private readonly link: HouseLink,
    private readonly narrator: Narrator,
    private readonly flow: TradeFlow,
    private readonly prices: LivePrices,
    private readonly observer: MarketObserver,
    private readonly payer: CallPayer,
    situation: HouseSituation,
  ) {
    this.businessDate = nextWeekday(situation.lastEndOfDay ?? HISTORY_END);
    for (const { account, instrument, net } of situation.positions) {
      flow.addLots(account, instrument, Number(net));
    }
    for (const call of situation.openCalls) observer.calls.take(call);
  }

  /** @param write receives the lines that are told */
  static async start(
    link: HouseLink,
    data: ReferenceData,
    write: (line: string) => void,
  ): Promise<DemoMarket> {
    const runId = `D${Date.now().toString(36)}`;
    const random = new Random(runId);
    const narrator = new Narrator(write);
    const situation = await readSituation(link.client);
    const { lastPrices } = situation;
    const instruments = tradedInstruments(data, lastPrices, random.fork('prices'), Date.now());
    const accounts = tradingAccounts(data);
    const flow = new TradeFlow(
      { accounts, instruments, venue: 'XDEMO', runId, faultShare: FAULT_SHARE },
      random.fork('trades'),
    );
    const observer = new MarketObserver(flow, narrator);
    const weather = new Weather(underlyingsOf(instruments), random.fork('weather'));
    const prices = new LivePrices(instruments, weather, SOURCE, narrator);
    const payer = new CallPayer(observer.calls, runId, random.fork('payments'));
    await link.read({ topics: LIVE_TOPICS, onMessage: (message) => observer.take(message) });
    const market = new DemoMarket(link, narrator, flow, prices, observer, payer, situation);
    await market.prepare(accounts);
    const names = instruments.map(({ walk }) => walk.market.instrument).join(', ');
    write(`${accounts.length} accounts trade ${names}; everything here is made up`);
    write(
      `a business day passes every ${DAY_SECONDS / 60} minutes here; today is ${market.businessDate}`,
    );
    market.run();
    return market;
  }

  /** History, first prices and first deposits; at a later start they are there already. */
  private async prepare(accounts: readonly string[]): Promise<void> {
    const random = new Random(HISTORY_SEED);
    for (const market of LIVE_MARKETS) {
      const closes = syntheticHistory(market, random.fork(market.underlying));
      await this.link.client.importHistory(market.underlying, closes, { by: 'demo-market' });
    }
    await this.link.send({
      prices: this.prices.step(0, Date.now()),
      deposits: FIRST_DEPOSITS.flatMap((quantity, i) => {
        const account = accounts[i];
        if (account === undefined) return [];
        return {
          instructionId: 'FIRST',
          type: 'DEPOSIT' as const,
          account,
          asset: 'USD',
          quantity,
          valueDate: HISTORY_END,
        };
      }),
    });
    await this.link.waitIdle();
    await this.readRequirements(accounts);
  }

  private async readRequirements(accounts: readonly string[]): Promise<void> {
    for (const account of accounts) {
      const [member = '', name = ''] = account.split('/');
      // An account that has nothing yet has no requirement either.
      const content = await this.link.client
        .get(`accounts/${member}/${name}/margin`)
        .catch(() => undefined);
      if (content !== undefined) this.observer.take({ topic: 'margin-requirements', content });
    }
  }

  private run(): void {
    const { signal } = this.stopping;
    const report = (error: unknown): void => this.reportTrouble(error);
    const loop = (everyMs: number, turn: () => Promise<void>): void => {
      this.loops.push(repeat(everyMs, signal, turn, report));
    };
    loop(PRICES_EVERY_MS, async () => {
      await this.link.send({ prices: this.prices.step(PRICES_EVERY_MS / 1000, Date.now()) });
    });
    loop(TRADES_EVERY_MS, async () => {
      await this.link.send({ trades: [this.flow.next(Date.now())] });
    });
    loop(CHORES_EVERY_MS, async () => {
      this.narrator.tellTrades();
      const deposits = this.payer.depositsDue(Date.now(), this.businessDate);
      if (deposits.length > 0) await this.link.send({ deposits });
    });
    loop(BOLD_EVERY_MS, async () => {
      this.flow.embolden((account) => this.observer.calls.has(account));
    });
    this.loops.push(this.runCycles(signal, report));
  }

  private async runCycles(signal: AbortSignal, report: (error: unknown) => void): Promise<void> {
    await sleep(FIRST_CYCLE_MS, undefined, { signal }).catch(() => undefined);
    await repeat(CYCLE_EVERY_MS, signal, () => this.settle(), report);
  }

  private async settle(): Promise<void> {
    const type = this.nextCycleIsEndOfDay ? 'EOD' : 'INTRADAY';
    const date = this.businessDate;
    if (type === 'EOD') {
      await this.link.send({ prices: this.prices.settlementPrices(date, Date.now()) });
    }
    const { cycleId } = await this.settleOnceThePricesAreThere(type, date);
    await this.link.waitIdle();
    // A moment for the messages of the cycle to come back.
    await sleep(SETTLE_RETRY_MS);
    this.observer.tellCycle(cycleId);
    if (type === 'EOD') this.businessDate = nextWeekday(date);
    this.nextCycleIsEndOfDay = type !== 'EOD';
  }

  private async settleOnceThePricesAreThere(
    type: 'EOD' | 'INTRADAY',
    date: string,
  ): Promise<{ cycleId: string }> {
    for (let attempt = 1; ; attempt++) {
      try {
        const done = await this.link.client.settle({ type, date, by: 'demo-market' });
        return done as { cycleId: string };
      } catch (error) {
        if (attempt >= SETTLE_ATTEMPTS_MAX || this.stopping.signal.aborted) throw error;
        await sleep(SETTLE_RETRY_MS);
      }
    }
  }

  /** Says once what goes wrong, until something else does. */
  private reportTrouble(error: unknown): void {
    const sentence = error instanceof Error ? error.message : String(error);
    if (this.troubles.has(sentence)) return;
    this.troubles.clear();
    this.troubles.add(sentence);
    this.narrator.say(`the demonstration market has to wait: ${sentence}`);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.link.close();
    await Promise.allSettled(this.loops);
  }
}

function underlyingsOf(instruments: readonly TradedInstrument[]): string[] {
  return [...new Set(instruments.map(({ walk }) => walk.market.underlying))];
}
