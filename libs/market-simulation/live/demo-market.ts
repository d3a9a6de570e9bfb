import { setTimeout as sleep } from 'node:timers/promises';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import type { HouseLink } from '../link/house-link.js';
import { nextWeekday } from '../prices/business-days.js';
import { Random } from '../random/random.js';
import { assembleMarket } from './assemble-market.js';
import { CallPayer } from './call-payer.js';
import { firstDeposits } from './first-deposits.js';
import { readSituation, type HouseSituation } from './house-situation.js';
import { readLastMarket } from './last-market.js';
import { HISTORY_END } from './live-markets.js';
import { DAY_SECONDS, LivePrices } from './live-prices.js';
import { LiveVolatilities } from './live-volatilities.js';
import { madeUpPast, type MadeUpPast } from './made-up-past.js';
import { LIVE_TOPICS, MarketObserver } from './market-observer.js';
import { Narrator } from './narrator.js';
import { OfficialPrices } from './official-prices.js';
import { repeat } from './repeat.js';
import { TradeFlow } from './trade-flow.js';
import { tradingAccounts } from './traded-market.js';
import { Weather } from './weather.js';

const SOURCE = 'DEMO';
const PRICES_EVERY_MS = 400;
const VOLATILITIES_EVERY_MS = 4_000;
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
interface DemoParts {
  readonly flow: TradeFlow;
  readonly observer: MarketObserver;
  readonly prices: LivePrices;
  readonly volatilities: LiveVolatilities;
  readonly official: OfficialPrices;
  readonly payer: CallPayer;
}

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
    private readonly parts: DemoParts,
    situation: HouseSituation,
  ) {
    const { flow, observer } = parts;
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
    const past = madeUpPast(underlyingsWithOptions(data));
    const [situation, last] = await Promise.all([
      readSituation(link.client),
      readLastMarket(link.client),
    ]);
    const { volatilityLevels } = past;
    const prices = new Map([...situation.lastPrices, ...last.prices]);
    const start = { ...last, prices, volatilityLevels, nowMs: Date.now() };
    const { quotes, volatilities, options } = assembleMarket(data, start, random);
    const accounts = tradingAccounts(data);
    const instruments = [...quotes.instruments, ...options];
    const flow = new TradeFlow(
      { accounts, instruments, venue: 'XDEMO', runId, faultShare: FAULT_SHARE },
      random.fork('trades'),
    );
    const observer = new MarketObserver(flow, narrator);
    const weather = new Weather(
      [...new Set(quotes.instruments.map(({ quote }) => quote.market.underlying))],
      random.fork('weather'),
    );
    const livePrices = new LivePrices(quotes, weather, SOURCE, narrator);
    const parts: DemoParts = {
      flow,
      observer,
      prices: livePrices,
      volatilities: new LiveVolatilities(volatilities, SOURCE),
      official: new OfficialPrices(data, livePrices, options, volatilities, SOURCE),
      payer: new CallPayer(observer.calls, runId, random.fork('payments')),
    };
    const market = new DemoMarket(link, narrator, parts, situation);
    await Promise.all([
      link.read({ topics: LIVE_TOPICS, onMessage: (message) => observer.take(message) }),
      market.importPast(past),
    ]);
    await market.open(accounts);
    const names = instruments.map(({ quote }) => quote.market.instrument).join(', ');
    write(`${accounts.length} accounts trade ${names}; everything here is made up`);
    write(
      `a business day passes every ${DAY_SECONDS / 60} minutes here; today is ${market.businessDate}`,
    );
    observer.tellsNews = true;
    market.run();
    return market;
  }

  /** At a later start it is there already, and nothing changes. */
  private async importPast({ histories }: MadeUpPast): Promise<void> {
    const { client } = this.link;
    await Promise.all(
      [...histories].map(([symbol, closes]) =>
        client.importHistory(symbol, closes, { by: 'demo-market' }),
      ),
    );
  }

  /** First prices and first deposits; the deposits of a later start were made at the first one. */
  private async open(accounts: readonly string[]): Promise<void> {
    const nowMs = Date.now();
    await this.link.send({
      prices: this.parts.prices.opening(nowMs),
      volatilities: this.parts.volatilities.observations(nowMs),
      deposits: firstDeposits(accounts),
    });
    await this.link.waitIdle();
    await this.readRequirements(accounts);
  }

  private async readRequirements(accounts: readonly string[]): Promise<void> {
    const read = async (account: string): Promise<void> => {
      const [member = '', name = ''] = account.split('/');
      // An account that has nothing yet has no requirement either.
      const content = await this.link.client
        .get(`accounts/${member}/${name}/margin`)
        .catch(() => undefined);
      if (content !== undefined)
        this.parts.observer.take({ topic: 'margin-requirements', content });
    };
    await Promise.all(accounts.map(read));
  }

  private run(): void {
    const { signal } = this.stopping;
    const report = (error: unknown): void => this.reportTrouble(error);
    const loop = (everyMs: number, turn: () => Promise<void>): void => {
      this.loops.push(repeat(everyMs, signal, turn, report));
    };
    const { prices, volatilities, flow, payer, observer } = this.parts;
    loop(PRICES_EVERY_MS, async () => {
      const seconds = PRICES_EVERY_MS / 1000;
      const moved = prices.step(seconds, Date.now());
      volatilities.step(seconds / DAY_SECONDS);
      await this.link.send({ prices: moved });
    });
    loop(VOLATILITIES_EVERY_MS, async () => {
      await this.link.send({ volatilities: volatilities.observations(Date.now()) });
    });
    loop(TRADES_EVERY_MS, async () => {
      await this.link.send({ trades: [flow.next(Date.now())] });
    });
    loop(CHORES_EVERY_MS, async () => {
      this.narrator.tellTrades();
      const deposits = payer.depositsDue(Date.now(), this.businessDate);
      if (deposits.length > 0) await this.link.send({ deposits });
    });
    loop(BOLD_EVERY_MS, async () => {
      flow.embolden((account) => observer.calls.has(account));
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
    if (type === 'EOD') await this.sendOfficialPrices(date);
    const { cycleId } = await this.settleOnceThePricesAreThere(type, date);
    await this.link.waitIdle();
    // A moment for the messages of the cycle to come back.
    await sleep(SETTLE_RETRY_MS);
    this.parts.observer.tellCycle(cycleId);
    if (type === 'EOD') this.businessDate = nextWeekday(date);
    this.nextCycleIsEndOfDay = type !== 'EOD';
  }

  private async sendOfficialPrices(date: string): Promise<void> {
    await this.link.send({ prices: this.parts.official.of(date, Date.now()) });
    for (const [symbol, close] of this.parts.official.toImport()) {
      await this.link.client.importHistory(symbol, [[date, close]], { by: 'demo-market' });
    }
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

function underlyingsWithOptions({ instruments }: ReferenceData): Set<string> {
  const options = instruments.filter(({ type }) => type === 'option');
  return new Set(options.map(({ underlying }) => underlying));
}
