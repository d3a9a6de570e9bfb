import { setTimeout as sleep } from 'node:timers/promises';
import { SeededFlow } from './seeded-flow.js';
import { SeededRandom } from '../bench/seeded-random.js';
import type { ServiceProcess } from './service-process.js';
import type { TestHouse } from './test-house.js';

const CORE_POINTS = ['head-advanced', 'events-copied', 'before-commit', 'committed'];
const PUBLISHER_POINTS = ['before-fence', 'messages-sent', 'published', 'checkpointed'];
/** A point is passed at the latest after so many groups of messages. */
const GROUPS_MAX = 2_000;

/** One house under a seeded flow, whose core and publisher die at each point in turn. */
export class CrashRun {
  private readonly random: SeededRandom;
  readonly flow: SeededFlow;
  private publisher: ServiceProcess | undefined;
  private publisherPoints: string[] = [];

  constructor(
    private readonly house: TestHouse,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.flow = new SeededFlow(seed + 1_000);
  }

  async crashAtEachPoint(): Promise<void> {
    for (const point of this.shuffled(CORE_POINTS)) {
      const core = this.house.start('core', `${point}:${1 + this.random.whole(5)}`);
      await this.keepPublishing();
      await this.sendUntilEnd(core);
      const ending = await core.end();
      if (ending !== 'SIGKILL') throw new Error(`core ended by ${ending}\n${core.tail()}`);
      await this.house.expireLease('core');
    }
  }

  /** A publisher that dies at one point after the other. */
  private async keepPublishing(): Promise<void> {
    if (this.publisher && !this.publisher.hasEnded) return;
    if (this.publisherPoints.length === 0) this.publisherPoints = this.shuffled(PUBLISHER_POINTS);
    if (this.publisher) await this.house.expireLease('publisher');
    const crashAt = `${this.publisherPoints.pop()}:${1 + this.random.whole(3)}`;
    this.publisher = this.house.start('publisher', crashAt);
  }

  private async sendUntilEnd(core: ServiceProcess): Promise<void> {
    for (let groups = 0; !core.hasEnded; groups++) {
      if (groups > GROUPS_MAX) throw new Error(`core never passes its point\n${core.tail()}`);
      await this.house.send(this.flow.next(1 + this.random.whole(40)));
      await sleep(this.random.whole(60));
    }
  }

  /** Everything that is left over is done by processes that live. */
  async finish(): Promise<void> {
    this.publisher?.kill('SIGKILL');
    await this.publisher?.ended;
    await this.house.expireLease('publisher');
    await this.house.start('core').ready();
    this.house.start('publisher');
    await this.house.send(this.flow.next(20));
    await this.house.decided();
    await this.house.published();
  }

  private shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((each) => ({ each, order: this.random.next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ each }) => each);
  }
}
