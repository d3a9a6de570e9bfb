import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededFlow } from './seeded-flow.js';
import type { TestHouse } from './test-house.js';

const GROUP = 15;
const PAUSE_MS = 40;

/** Keeps sending while a fault happens. */
export class SteadySender {
  private stopping = false;
  private readonly done: Promise<void>;

  constructor(
    private readonly house: TestHouse,
    private readonly flow: SeededFlow,
  ) {
    this.done = this.run();
    // Whoever stops it sees the failure; until then it is not unhandled.
    this.done.catch(() => undefined);
  }

  /** Ends after the group at hand. @throws what went wrong while sending */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.done;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.house.send(this.flow.next(GROUP));
      await sleep(PAUSE_MS);
    }
  }
}
