import { setTimeout as sleep } from 'node:timers/promises';
import type { EventPayloads } from '#libs/domain/events/event-catalogue.js';
import { SeededRandom } from '../bench/seeded-random.js';
import { businessDays } from '../bench/year/business-days.js';
import type { YearSize } from '../bench/year/year-document.js';
import { YearMarket } from '../bench/year/year-market.js';
import type { OpenCall, YearMessage } from '../bench/year/year-message.js';
import type { ServiceProcess } from './service-process.js';
import type { TestHouse } from './test-house.js';

const POINTS = {
  core: ['head-advanced', 'events-copied', 'before-commit', 'committed'],
  publisher: ['before-fence', 'messages-sent', 'published', 'checkpointed'],
} as const;
type Supervised = keyof typeof POINTS;
const SUPERVISED: readonly Supervised[] = ['core', 'publisher'];

const LOOK_EVERY_MS = 50;
/** A part of a day takes longer than this only where something does not go on at all. */
const PATIENCE_MS = 90_000;
/** A process lives at most so long, or ends at a named point that it passes at most so often before. */
const LIFE_MS_MAX = 5_000;
const PASSINGS_MAX = 25;

interface Life {
  readonly service: ServiceProcess;
  /** When it is killed, by `performance.now()`. */
  readonly untilMs: number;
}

/**
 * A simulated year on real servers, in which core and publisher are killed at random, again and again, at
 * named points of their work and anywhere between, and started anew.
 */
export class YearRun {
  /** All that was sent. */
  readonly sent: YearMessage[] = [];
  readonly kills: Record<Supervised, number> = { core: 0, publisher: 0 };
  private readonly market: YearMarket;
  private readonly random: SeededRandom;
  private readonly lives = new Map<Supervised, Life>();
  private readonly open = new Map<string, OpenCall>();
  private readTo = 0;
  private isOver = false;

  constructor(
    private readonly house: TestHouse,
    seed: number,
    size: YearSize,
  ) {
    this.market = new YearMarket(seed, size);
    this.random = new SeededRandom(seed + 1_000);
  }

  /** Goes through the days; at the end everything is decided and published by processes that live. */
  async run(dayCount: number): Promise<void> {
    const days = businessDays(dayCount);
    const [first = '', last = first] = [days[0], days.at(-1)];
    // The first one lives until topics and tables are there for certain.
    const core = await this.house.start('core').ready();
    this.lives.set('core', { service: core, untilMs: performance.now() });
    const passed = this.passDays(first, days).finally(() => (this.isOver = true));
    await Promise.all([passed, this.supervise()]);
    await this.house.killAll();
    for (const name of SUPERVISED) await this.house.expireLease(name);
    await this.house.start('core').ready();
    this.house.start('publisher');
    await this.decide([this.market.last(last)]);
    await this.house.published();
    await this.house.visible();
  }

  private async passDays(first: string, days: readonly string[]): Promise<void> {
    for (const part of this.market.opening(first)) await this.decide(part);
    for (const date of days)
      for (const part of this.market.day(date, await this.openCalls())) await this.decide(part);
  }

  private async decide(messages: readonly YearMessage[]): Promise<void> {
    this.sent.push(...messages);
    await this.house.send(messages);
    await this.house.decided(PATIENCE_MS);
  }

  /** Starts whatever does not run, and kills what has lived long enough. */
  private async supervise(): Promise<void> {
    while (!this.isOver) {
      for (const name of SUPERVISED) await this.look(name);
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async look(name: Supervised): Promise<void> {
    const life = this.lives.get(name);
    if (life && !life.service.hasEnded) {
      if (performance.now() > life.untilMs) life.service.kill('SIGKILL');
      return;
    }
    if (life) {
      const ending = await life.service.ended;
      if (ending !== 'SIGKILL')
        throw new Error(`${name} ended by ${ending}\n${life.service.tail()}`);
      this.kills[name] += 1;
      await this.house.expireLease(name);
    }
    const isAtPoint = this.random.whole(2) === 0;
    const point = `${this.random.pick(POINTS[name])}:${1 + this.random.whole(PASSINGS_MAX)}`;
    const livesMs = isAtPoint ? Infinity : this.random.whole(LIFE_MS_MAX);
    const service = this.house.start(name, isAtPoint ? point : undefined);
    this.lives.set(name, { service, untilMs: performance.now() + livesMs });
  }

  /** The calls that are open, as the ledger has them. */
  private async openCalls(): Promise<OpenCall[]> {
    for await (const page of this.house.reader.follow(this.readTo))
      for (const { position, type, payload } of page) {
        this.readTo = position;
        if (!type.startsWith('MarginCall')) continue;
        const call = payload as EventPayloads['MarginCallPaid'];
        if (['MET', 'CANCELLED'].includes(call.status)) this.open.delete(call.callId);
        else this.open.set(call.callId, call);
      }
    return [...this.open.values()];
  }
}
