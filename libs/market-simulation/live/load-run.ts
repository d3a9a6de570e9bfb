import { setTimeout as sleep } from 'node:timers/promises';
import type { HouseLink } from '../link/house-link.js';
import type { ReadMessage } from '../link/output-reader.js';
import { PENDING_TRADES_MAX, QUOTE_AGE_MS_MAX } from '../limits.js';
import type { PriceToSend, TradeToSend } from '../messages.js';
import { Latencies } from './latencies.js';
import type { TradeFlow } from './trade-flow.js';
import type { WalkedInstrument } from './traded-instrument.js';

/** What came of the trades that a run has sent. */
export interface LoadSummary {
  readonly sent: number;
  readonly novated: number;
  /** Refused trades by code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly seconds: number;
  /** From handing a trade to Kafka to having its answer. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

interface Answer {
  readonly tradeId: string;
  readonly status: string;
  readonly code?: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly buyer: string;
  readonly seller: string;
}

interface ObservedPrice {
  readonly symbol: string;
  readonly price: string;
  readonly source: string;
  readonly observedAt: string;
}

const STEP_MS = 20;
const QUOTES_EVERY_MS = 400;
/** Steps that fell behind are caught up with at most so many trades at once. */
const BURST_SECONDS_MAX = 0.25;
const LAST_ANSWERS_MS = 30_000;
const CALM = { factor: 1, drift: 0, underlying: undefined, edge: undefined } as const;
const DAY_MS_OF_MARKET = 240_000;

/** Topics that a run reads. */
export const LOAD_TOPICS = ['trade-status', 'prices'] as const;

/** Sends trades at a steady rate and times their answers; renews prices that nobody else renews. */
export class LoadRun {
  private readonly pending = new Map<string, number>();
  private readonly latencies = new Latencies();
  private readonly refused = new Map<string, number>();
  private readonly quotedMs = new Map<string, number>();
  private sent = 0;
  private novated = 0;

  constructor(
    private readonly link: HouseLink,
    private readonly flow: TradeFlow,
    private readonly instruments: readonly WalkedInstrument[],
    private readonly source: string,
    /** Underlyings whose prices are left to the sources of their feeds. */
    private readonly gated: ReadonlySet<string>,
  ) {}

  take({ topic, content }: ReadMessage): void {
    if (topic === 'trade-status') this.takeAnswer(content as Answer);
    else this.takePrice(content as ObservedPrice);
  }

  private takeAnswer(answer: Answer): void {
    if (answer.status === 'NOVATED') this.flow.takeNovated(answer);
    const sentMs = this.pending.get(answer.tradeId);
    if (sentMs === undefined) return;
    this.pending.delete(answer.tradeId);
    this.latencies.add(performance.now() - sentMs);
    if (answer.status === 'NOVATED') this.novated += 1;
    else {
      const code = answer.code ?? 'no code';
      this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
    }
  }

  private takePrice({ symbol, price, source, observedAt }: ObservedPrice): void {
    if (source === this.source) return;
    const traded = this.instruments.find(({ quote }) => quote.market.instrument === symbol);
    if (!traded) return;
    traded.quote.moveTo(traded.quote.market.grid.nearest(price));
    this.quotedMs.set(symbol, Date.parse(observedAt));
  }

  /**
   * Runs until the time is over or the signal says so, then waits for the last answers.
   * @param rate trades a second
   * @param onSecond is told the seconds gone and what has been sent
   */
  async run(
    rate: number,
    durationMs: number,
    signal: AbortSignal,
    onSecond: (seconds: number, sent: number) => void,
  ): Promise<LoadSummary> {
    await this.quote();
    const startedMs = performance.now();
    let quotedMs = startedMs;
    let owed = 0;
    let lastMs = startedMs;
    while (!signal.aborted) {
      const nowMs = performance.now();
      if (nowMs - startedMs >= durationMs) break;
      owed = Math.min(owed + ((nowMs - lastMs) / 1000) * rate, 1 + rate * BURST_SECONDS_MAX);
      lastMs = nowMs;
      if (nowMs - quotedMs >= QUOTES_EVERY_MS) {
        quotedMs = nowMs;
        await this.quote();
      }
      const due = Math.min(Math.floor(owed), PENDING_TRADES_MAX - this.pending.size);
      if (due > 0) await this.sendTrades(due);
      owed -= Math.max(0, due);
      onSecond((nowMs - startedMs) / 1000, this.sent);
      await sleep(Math.max(0, STEP_MS - (performance.now() - nowMs)));
    }
    const seconds = (performance.now() - startedMs) / 1000;
    const deadline = performance.now() + LAST_ANSWERS_MS;
    while (this.pending.size > 0 && performance.now() < deadline) await sleep(STEP_MS);
    return this.summary(seconds);
  }

  private async sendTrades(count: number): Promise<void> {
    const nowMs = Date.now();
    const trades: TradeToSend[] = [];
    for (let i = 0; i < count; i++) trades.push(this.flow.next(nowMs));
    const sentMs = performance.now();
    for (const { tradeId } of trades) this.pending.set(tradeId, sentMs);
    this.sent += count;
    await this.link.send({ trades });
  }

  /** Observations of the instruments that nobody else has quoted lately. */
  private async quote(): Promise<void> {
    const nowMs = Date.now();
    const prices: PriceToSend[] = [];
    for (const { quote } of this.instruments) {
      const { instrument, underlying } = quote.market;
      if (this.gated.has(underlying)) continue;
      if (nowMs - (this.quotedMs.get(instrument) ?? 0) < QUOTE_AGE_MS_MAX) continue;
      quote.step(QUOTES_EVERY_MS / DAY_MS_OF_MARKET, CALM);
      const observedAt = new Date(nowMs).toISOString();
      prices.push({ symbol: instrument, price: quote.priceText, source: this.source, observedAt });
    }
    if (prices.length > 0) await this.link.send({ prices });
  }

  private summary(seconds: number): LoadSummary {
    const { latencies } = this;
    return {
      sent: this.sent,
      novated: this.novated,
      refused: Object.fromEntries(this.refused),
      unanswered: this.pending.size,
      seconds,
      latencyMs: {
        p50: latencies.quantile(0.5),
        p99: latencies.quantile(0.99),
        max: latencies.max,
      },
    };
  }
}
