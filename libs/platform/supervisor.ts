import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyInfo } from './child-process.js';

/** Something that is started, watched and stopped: a server or a service, each a process. */
export interface Part {
  readonly name: string;
  /** Resolves when it is ready; called again after a crash. Gives up when `signal` says so. */
  start(signal: AbortSignal): Promise<RunningPart>;
}

export interface RunningPart {
  readonly info: ReadyInfo;
  /** Resolves with how it ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Stops it and resolves when it is gone, within `boundMs` or what the part sets itself. */
  stop(boundMs: number): Promise<void>;
}

/** Bounds of the supervision; the defaults add up to less than the ten seconds of the contract. */
export interface SupervisorLimits {
  /** Time for one stage of services to stop in order, before it is killed. */
  readonly stageStopMs: number;
  /** A part that ends more often than this within the window is given up. */
  readonly crashesMax: number;
  readonly crashWindowMs: number;
  /** Wait before the first new start; doubles with each crash in the window. */
  readonly backoffMs: number;
  readonly backoffMsMax: number;
}

const LIMITS: SupervisorLimits = {
  stageStopMs: 1_500,
  crashesMax: 5,
  crashWindowMs: 60_000,
  backoffMs: 200,
  backoffMsMax: 5_000,
};

interface Watched {
  readonly part: Part;
  running: RunningPart | undefined;
  /** The start under way or done, so that a stop can wait for its end. */
  starting: Promise<ReadyInfo> | undefined;
  readonly crashes: number[];
}

/**
 * Starts parts in the order asked for, starts those anew that crash, and stops all in reverse order.
 */
export class Supervisor {
  /** Resolves with a sentence when a part was given up: time to stop everything. */
  readonly failed: Promise<string>;
  private fail: (why: string) => void = () => undefined;
  private readonly stages: Watched[][] = [];
  private readonly limits: SupervisorLimits;
  private readonly stopping = new AbortController();
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly say: (line: string) => void,
    limits: Partial<SupervisorLimits> = {},
  ) {
    this.limits = { ...LIMITS, ...limits };
    this.failed = new Promise((resolve) => {
      this.fail = resolve;
    });
  }

  /** Aborted when {@link stop} is called. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /**
   * Starts parts that do not depend on each other, at the same time, and waits until all are ready.
   * @returns what each said when it was ready, in order
   * @throws Error of the first that does not start, or when everything is being stopped
   */
  async start(...parts: readonly Part[]): Promise<ReadyInfo[]> {
    this.signal.throwIfAborted();
    const stage = parts.map((part): Watched => ({
      part,
      running: undefined,
      starting: undefined,
      crashes: [],
    }));
    this.stages.push(stage);
    const started = await Promise.allSettled(stage.map((watched) => this.startOne(watched)));
    return started.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  private startOne(watched: Watched): Promise<ReadyInfo> {
    watched.starting = this.startAndWatch(watched);
    return watched.starting;
  }

  private async startAndWatch(watched: Watched): Promise<ReadyInfo> {
    const running = await watched.part.start(this.signal);
    watched.running = running;
    if (this.signal.aborted) {
      await running.stop(this.limits.stageStopMs);
      this.signal.throwIfAborted();
    }
    void running.ended.then((how) => this.restart(watched, how));
    return running.info;
  }

  /** Starts a part again that ended by itself, unless it does so too often. */
  private async restart(watched: Watched, how: string): Promise<void> {
    const { part, crashes } = watched;
    const { crashesMax, crashWindowMs, backoffMs, backoffMsMax } = this.limits;
    watched.running = undefined;
    if (this.signal.aborted) return;
    const now = Date.now();
    crashes.push(now);
    while ((crashes[0] ?? now) < now - crashWindowMs) crashes.shift();
    if (crashes.length > crashesMax) {
      const seconds = crashWindowMs / 1000;
      this.fail(`${part.name} ended ${crashes.length} times within ${seconds} s (${how})`);
      return;
    }
    const waitMs = Math.min(backoffMs * 2 ** (crashes.length - 1), backoffMsMax);
    this.say(`${part.name} ended (${how}); starting it again in ${waitMs} ms`);
    await sleep(waitMs, undefined, { signal: this.signal }).catch(() => undefined);
    if (this.signal.aborted) return;
    try {
      await this.startOne(watched);
      this.say(`${part.name} runs again`);
    } catch (error) {
      await this.restart(watched, error instanceof Error ? error.message : String(error));
    }
  }

  /** Stops everything, what was started last first. May be called at any time, and again. */
  stop(): Promise<void> {
    this.stopped ??= this.stopStages();
    return this.stopped;
  }

  private async stopStages(): Promise<void> {
    this.stopping.abort(new Error('the clearing house is being stopped'));
    for (const stage of this.stages.toReversed()) {
      await Promise.allSettled(stage.map((watched) => this.stopOne(watched)));
    }
  }
  /** A start under way sees the signal and clears up after itself. */
  private async stopOne({ running, starting }: Watched): Promise<void> {
    await running?.stop(this.limits.stageStopMs);
    await starting?.catch(() => undefined);
  }
}
