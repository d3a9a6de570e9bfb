import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import type { BenchServers } from './bench-servers.js';
import { FUTURES, OPTION_BASE, OPTIONS, PLAIN_FUTURE, points } from './margin-market.js';
import { RequirementWatch } from './requirement-watch.js';
import { quantile } from './statistics.js';
import { chargeMembers, openTickHouse, type TickHouse } from './tick-house.js';

/** From a price on Kafka to the last new requirement on Kafka. */
export interface TickLatency {
  readonly accounts: number;
  readonly ticks: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Ticks {
  readonly source: string;
  readonly future: TickLatency;
  readonly underlying: TickLatency;
  /** A tick of the future while large positions are charged over all accounts of a member. */
  readonly futureOfMembers: TickLatency;
  /** From a price on Kafka to the first call on Kafka, over the ticks that led to one. */
  readonly firstCall: { readonly ticks: number; readonly p50Ms: number; readonly p99Ms: number };
  /** The highest rate after which the last tick's requirements were out within a second. */
  readonly sustainedTicksPerSecond: number;
  readonly sustained: readonly { readonly ticksPerSecond: number; readonly behindMs: number }[];
  readonly coreResidentMb: number;
}

const WARM_UP_TICKS = 5;
const TICKS = { quick: 10, full: 50 } as const;
const CALL_TICKS = { quick: 8, full: 25 } as const;
/** Share of the price by which each tick of the falling market moves. */
const FALL = 0.004;
const RATES = [50, 200, 800, 3_200];
const RATE_SECONDS = { quick: 1, full: 3 } as const;
const IN_STEP_MS = 1_000;
const SLICE_MS = 20;
const PATIENCE_MS = 20_000;
/** How much is measured: enough to see that it works, or enough for a figure. */
export type Size = 'quick' | 'full';

const START_MS = Date.parse('2026-11-20T14:00:01.000Z');

/** Ticks on a house with everything running: 1,000 accounts, 20 positions each, 2,748 scenarios. */
export async function measureTicks(
  servers: BenchServers,
  size: Size,
  say: (text: string) => void,
): Promise<Ticks> {
  const opened = await openTickHouse(servers, say);
  const watch = await RequirementWatch.open(opened.house);
  const run = new TickRun(opened, watch);
  try {
    await run.connect();
    say('  ticks of a future');
    const future = await run.latency(PLAIN_FUTURE, TICKS[size]);
    say('  ticks under options');
    const underlying = await run.latency(OPTION_BASE, TICKS[size]);
    say('  a falling market');
    const firstCall = await run.firstCalls(CALL_TICKS[size]);
    say('  sustained ticks');
    const sustained = await run.sustained(RATE_SECONDS[size]);
    say('  ticks of a future, members charged as a whole');
    await chargeMembers(opened);
    const futureOfMembers = await run.latency(PLAIN_FUTURE, TICKS[size]);
    const inStep = sustained.filter(({ behindMs }) => behindMs <= IN_STEP_MS);
    return {
      source: opened.history.source,
      future,
      underlying,
      futureOfMembers,
      firstCall,
      sustainedTicksPerSecond: Math.max(0, ...inStep.map((each) => each.ticksPerSecond)),
      sustained,
      coreResidentMb: opened.house.residentMb('core'),
    };
  } finally {
    await run.disconnect();
    await watch.close();
    await opened.house.close();
  }
}

/** Sends ticks, each at a ledger time of its own, a millisecond after the one before. */
class TickRun {
  private timeMs = START_MS;
  private readonly producer: Producer;
  private readonly ticks = new Map(FUTURES.map(({ id, priceTicks }) => [id, priceTicks]));

  constructor(
    private readonly opened: TickHouse,
    private readonly watch: RequirementWatch,
  ) {
    this.producer = opened.house.kafka.producer();
  }

  connect(): Promise<void> {
    return this.producer.connect();
  }

  disconnect(): Promise<void> {
    return this.producer.disconnect();
  }

  /** One tick after the other of a future, up and down, each when all have answered the last. */
  async latency(symbol: string, count: number): Promise<TickLatency> {
    const accounts = this.concernedBy(symbol);
    const latencies: number[] = [];
    for (let i = 0; i < WARM_UP_TICKS + count; i++) {
      const took = await this.tick(symbol, i % 2 === 0 ? 0.0005 : -0.0005, accounts);
      if (i >= WARM_UP_TICKS) latencies.push(took);
      await sleep(SLICE_MS);
    }
    return {
      accounts: accounts.size,
      ticks: count,
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
    };
  }

  /** A falling market: every tick leaves some accounts with less collateral than they need. */
  async firstCalls(count: number): Promise<Ticks['firstCall']> {
    const accounts = this.concernedBy(OPTION_BASE);
    const latencies: number[] = [];
    for (let i = 0; i < count; i++) {
      const sent = performance.now();
      await this.tick(OPTION_BASE, -FALL, accounts);
      await sleep(SLICE_MS);
      const called = this.watch.firstCallOf(this.timeMs);
      if (called !== undefined) latencies.push(called - sent);
    }
    return {
      ticks: latencies.length,
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
    };
  }

  /** Ticks of all futures in turn at rising rates, until requirements fall behind. */
  async sustained(seconds: number): Promise<Ticks['sustained']> {
    const measured: { ticksPerSecond: number; behindMs: number }[] = [];
    for (const ticksPerSecond of RATES) {
      const behindMs = await this.atRate(ticksPerSecond, seconds);
      measured.push({ ticksPerSecond, behindMs });
      if (behindMs > IN_STEP_MS) break;
    }
    return measured;
  }

  private async atRate(ticksPerSecond: number, seconds: number): Promise<number> {
    const slices = (seconds * 1_000) / SLICE_MS;
    const perSlice = (ticksPerSecond * SLICE_MS) / 1_000;
    const started = performance.now();
    const inFlight: Promise<unknown>[] = [];
    for (let slice = 0; slice < slices; slice++) {
      const messages = Array.from({ length: perSlice }, (_, k) => {
        const { id } = FUTURES[(slice * perSlice + k) % FUTURES.length] ?? { id: '' };
        return this.message(id, slice % 2 === 0 ? 0.0005 : -0.0005);
      });
      inFlight.push(this.producer.send({ topic: this.opened.house.topic('prices'), messages }));
      const ahead = started + (slice + 1) * SLICE_MS - performance.now();
      if (ahead > 0) await sleep(ahead);
    }
    await Promise.all(inFlight);
    return this.tick(OPTION_BASE, 0.0005, this.concernedBy(OPTION_BASE));
  }

  /** Sends a tick and waits until all concerned have answered. @returns how long that took, in ms */
  private async tick(symbol: string, move: number, accounts: ReadonlySet<string>): Promise<number> {
    const message = this.message(symbol, move);
    const answered = this.watch.until(accounts, this.timeMs);
    const sent = performance.now();
    await this.producer.send({ topic: this.opened.house.topic('prices'), messages: [message] });
    const late = sleep(PATIENCE_MS, undefined, { ref: false });
    const at = await Promise.race([answered, late]);
    if (at === undefined) throw new Error(`requirements did not follow a tick of ${symbol}`);
    return at - sent;
  }

  private message(symbol: string, move: number): { key: string; value: string } {
    this.timeMs += 1;
    const ticks = Math.round((this.ticks.get(symbol) ?? 0) * (1 + move));
    this.ticks.set(symbol, ticks);
    const observedAt = new Date(this.timeMs).toISOString();
    const price = { symbol, price: points(ticks), source: 'XSIM', observedAt };
    return { key: symbol, value: JSON.stringify(price) };
  }

  /** Who holds a future or an option on it. */
  private concernedBy(symbol: string): ReadonlySet<string> {
    const options = OPTIONS.filter(({ forward }) => forward === symbol).map(({ id }) => id);
    const holders = [symbol, ...options].map((id) => this.opened.holders.get(id) ?? []);
    return new Set(holders.flatMap((accounts) => [...accounts]));
  }
}
