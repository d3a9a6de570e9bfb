import { setTimeout as sleep } from 'node:timers/promises';
import { FencedError, type AppendBatch, type LedgerWriter } from '#libs/ledger/index.js';
import { RETRY_FIRST_MS, RETRY_MAX_MS } from './limits.js';

/** Tells of trouble with the database, once when it starts and once when it is over. */
export interface CommitWatch {
  onAway(error: unknown): void;
  onBack(): void;
}

/**
 * Writes batches and does not give up: while the database is away it tries again with growing, jittered
 * waits, asking first whether the batch was written after all. Only being fenced ends it.
 */
export class Committer {
  private stopped = false;

  constructor(
    private readonly writer: LedgerWriter,
    private readonly watch: CommitWatch,
  ) {}

  /** @throws FencedError when somebody else decides now, or when stopped while the database is away */
  async commit(batch: AppendBatch): Promise<void> {
    try {
      await this.writer.append(batch);
    } catch (error) {
      if (error instanceof FencedError || violatesIntegrity(error)) throw error;
      this.watch.onAway(error);
      await this.insist(batch);
      this.watch.onBack();
    }
  }

  /** Gives up a batch that cannot be written now: it was never decided. */
  stop(): void {
    this.stopped = true;
  }

  private async insist(batch: AppendBatch): Promise<void> {
    for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(waitMs * 2, RETRY_MAX_MS)) {
      if (this.stopped) throw new FencedError('stopped while the database was away');
      await sleep(waitMs * (0.5 + Math.random() / 2));
      try {
        if ((await this.writer.outcome(batch)) === 'written') return;
        await this.writer.append(batch);
        return;
      } catch (error) {
        if (error instanceof FencedError || violatesIntegrity(error)) throw error;
      }
    }
  }
}

/**
 * Whether the database refuses the batch for what is in it (SQLSTATE class 23): no repetition will help.
 * It means that what this process knows of the ledger is wrong; it has to start anew, from the events.
 */
export function violatesIntegrity(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('23')
  );
}
