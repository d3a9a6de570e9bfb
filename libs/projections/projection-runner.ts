import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { PollingRest } from '#libs/platform/polling-rest.js';
import { createCheckpoints } from './checkpoints.js';
import { foldPage } from './fold-page.js';
import { RETRY_MS_MAX, RETRY_MS_MIN } from './limits.js';
import type { Projection } from './projection.js';

export interface ProjectionRunnerOptions {
  /** Told of a failure that may pass; the runner tries again by itself. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Keeps the read models of all ledgers of a database at the head. Several copies may run: the
 * checkpoint rows are locked while a page is folded, so each event counts once.
 */
export class ProjectionRunner {
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: pg.Pool,
    private readonly projections: readonly Projection[],
    private readonly options: ProjectionRunnerOptions = {},
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the page that is being folded is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Folds all ledgers up to their heads as they stand. @returns the number of pages folded */
  async catchUp(): Promise<number> {
    let pages = 0;
    for (const { ledgerId, incomplete } of await this.ledgersBehind()) {
      if (incomplete) await createCheckpoints(this.pool, ledgerId, this.projections);
      while (!this.stopped && (await foldPage(this.pool, ledgerId, this.projections)) > 0) {
        pages += 1;
      }
    }
    return pages;
  }

  private async run(): Promise<void> {
    const resting = new PollingRest();
    let retryMs = RETRY_MS_MIN;
    while (!this.stopped) {
      try {
        const pages = await this.catchUp();
        retryMs = RETRY_MS_MIN;
        if (pages > 0) resting.heard();
        else await resting.rest();
      } catch (error) {
        this.options.onFailure?.(error);
        await sleep(retryMs * (0.5 + Math.random() / 2));
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
      }
    }
  }

  /** The ledgers of which a read model of ours is missing, outdated or behind the head. */
  private async ledgersBehind(): Promise<{ ledgerId: string; incomplete: boolean }[]> {
    const { rows } = await this.pool.query<{ ledger_id: string; incomplete: boolean }>({
      name: 'ledgers-behind',
      text: `
        SELECT h.ledger_id, bool_or(c.position IS NULL) AS incomplete
        FROM ledger_head h
        CROSS JOIN unnest($1::text[], $2::integer[]) AS p (name, version)
        LEFT JOIN projection_checkpoint c
          ON c.ledger_id = h.ledger_id AND c.projection = p.name
        WHERE c.position IS NULL OR c.version < p.version
          OR (c.version = p.version AND c.position < h.last_position)
        GROUP BY h.ledger_id`,
      values: [
        this.projections.map(({ name }) => name),
        this.projections.map(({ version }) => version),
      ],
    });
    return rows.map((row) => ({ ledgerId: row.ledger_id, incomplete: row.incomplete }));
  }
}
