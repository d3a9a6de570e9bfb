import { setTimeout as sleep } from 'node:timers/promises';

/** Rest while there was news of late, in milliseconds: part of the way of every message. */
export const REST_MS = 12;
/** Rest after a quiet while: what looking costs a house in which nothing happens. */
export const QUIET_REST_MS = 40;
/** Without news for so long it is quiet. */
export const QUIET_AFTER_MS = 1_000;

/** The rest between two looks for news, where nobody tells of it. */
export class PollingRest {
  private newsAtMs: number;

  /** @param clock milliseconds, of any origin */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.newsAtMs = clock();
  }

  /** There was news. */
  heard(): void {
    this.newsAtMs = this.clock();
  }

  /** Milliseconds to rest now. */
  get restMs(): number {
    return this.clock() - this.newsAtMs < QUIET_AFTER_MS ? REST_MS : QUIET_REST_MS;
  }

  async rest(): Promise<void> {
    await sleep(this.restMs);
  }
}
