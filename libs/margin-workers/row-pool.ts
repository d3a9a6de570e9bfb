import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import { CHUNK_ROWS_MAX, CHUNKS_PER_THREAD_MAX, FAILURES_MAX } from './limits.js';
import { RowThread, type RowThreadWatch } from './row-thread.js';

/** Where rows of options are computed beside the event loop. */
export interface RowSource {
  /**
   * Asks for rows, the most urgent first, and for nothing else any more: what is wanted no longer
   * and not begun is forgotten, so that nothing piles up behind a burst of prices.
   */
  want(rows: readonly UnitRow[]): void;
  /** Whether a row that is wanted will come; else whoever needs it computes it. */
  willCome(row: UnitRow): boolean;
}

export interface RowPoolOptions {
  /** At least 1. */
  readonly threads: number;
  /** Rows came, or some will not come. */
  readonly onRows: () => void;
  /** A thread ended by itself; whether another takes its place. */
  readonly onLost: (error: unknown, replaced: boolean) => void;
  /** What a thread runs. */
  readonly program?: URL;
}

const PROGRAM = new URL('./row-worker.js', import.meta.url);

/**
 * Threads that compute the P&L of option rows. A row is a function of its task alone, so one that
 * comes from here is the one that would be built in place, bit for bit; one that does not come costs
 * time and nothing else.
 */
export class RowPool implements RowSource {
  private readonly threads = new Set<RowThread>();
  private waiting: UnitRow[] = [];
  /** Rows that a thread could not compute or was lost with: they are not asked for again. */
  private readonly refused = new WeakSet<UnitRow>();
  private failures = 0;
  private closed = false;
  private readonly watch: RowThreadWatch = {
    onAnswer: (refused) => this.answered(refused),
    onLost: (thread, rows, error) => this.lost(thread, rows, error),
  };

  constructor(private readonly options: RowPoolOptions) {
    for (let i = 0; i < options.threads; i++) this.start();
  }

  /** Rows that wait for a thread, for who watches that they do not pile up. */
  get waitingRows(): number {
    return this.waiting.length;
  }

  want(rows: readonly UnitRow[]): void {
    const asked = new Set([...this.threads].flatMap(({ unanswered }) => unanswered));
    this.waiting = rows.filter((row) => this.willCome(row) && !asked.has(row));
    this.dispatch();
  }

  willCome(row: UnitRow): boolean {
    return row.task !== undefined && this.threads.size > 0 && !this.refused.has(row);
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    this.closed = true;
    this.waiting = [];
    const threads = [...this.threads];
    this.threads.clear();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }

  private start(): void {
    this.threads.add(new RowThread(this.options.program ?? PROGRAM, this.watch));
  }

  /** Gives what waits to the threads that have least to do. */
  private dispatch(): void {
    for (let load = 0; load < CHUNKS_PER_THREAD_MAX; load++)
      for (const thread of this.threads) {
        if (this.waiting.length === 0) return;
        if (thread.load === load) thread.ask(this.nextChunk());
      }
  }

  /** The next rows that are computed over the same scenarios. */
  private nextChunk(): UnitRow[] {
    const chunk: UnitRow[] = [];
    const later: UnitRow[] = [];
    const set = this.waiting[0]?.task?.set;
    for (const row of this.waiting)
      if (chunk.length < CHUNK_ROWS_MAX && row.task?.set === set) chunk.push(row);
      else later.push(row);
    this.waiting = later;
    return chunk;
  }

  private answered(refused: readonly UnitRow[]): void {
    this.failures = 0;
    for (const row of refused) this.refused.add(row);
    this.goOn();
  }

  private lost(thread: RowThread, rows: readonly UnitRow[], error: unknown): void {
    if (this.closed) return;
    this.threads.delete(thread);
    for (const row of rows) this.refused.add(row);
    this.failures += 1;
    const replaced = this.failures < FAILURES_MAX;
    if (replaced) this.start();
    this.options.onLost(error, replaced);
    this.goOn();
  }

  private goOn(): void {
    // What was built in place meanwhile need not be computed.
    this.waiting = this.waiting.filter((row) => this.willCome(row));
    this.dispatch();
    this.options.onRows();
  }
}
