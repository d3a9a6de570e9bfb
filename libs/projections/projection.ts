import type { Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';

/**
 * A read model: a fold of the ledger kept in tables of its own. It can be emptied and rebuilt at any
 * time, so nothing that a decision needs is ever taken from one.
 */
export interface Projection {
  readonly name: string;
  /** Raise it when the fold or its tables change: the read model is then rebuilt from zero. */
  readonly version: number;
  /** Its tables, each with a `ledger_id`; emptied before a rebuild. */
  readonly tables: readonly string[];
  /**
   * Folds one page of consecutive events into the tables with a few statements, whatever the size of
   * the page. It runs inside the transaction that moves the checkpoint: a page counts once or not at
   * all.
   */
  write(database: Queryable, ledgerId: string, events: readonly RecordedEvent[]): Promise<void>;
}
