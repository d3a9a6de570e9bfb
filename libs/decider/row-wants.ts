import { accountsThatNeed } from '#libs/domain/house/evaluate.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import type { RowSource } from '#libs/margin-workers/index.js';

/** So many accounts at the head of the queue say which rows are computed first. */
const LEADING_ACCOUNTS = 32;

/** The rows of options that are not there yet, who needs them, and whether other threads make them. */
export class RowWants {
  private open = new Map<string, UnitRow>();
  private needing: ReadonlySet<string> = new Set();
  private at = { position: -1, timeMs: undefined as number | undefined };

  /** @param source where rows are computed beside the event loop; undefined: nowhere */
  constructor(private readonly source: RowSource | undefined) {}

  /** Looks at the state as it is and asks for what is missing; what is not missing any more is not. */
  look(house: HouseState, engine: MarginEngine, order: readonly string[]): void {
    const { position, ledgerTimeMs: timeMs } = house;
    const before = this.open.size;
    const moved = this.at.position !== position || this.at.timeMs !== timeMs;
    if (moved) this.open = engine.openRows();
    else for (const [id, row] of this.open) if (!row.task) this.open.delete(id);
    this.at = { position, timeMs };
    if (!moved && this.open.size === before) return;
    this.needing = accountsThatNeed(house, this.open.keys());
    this.source?.want(this.ordered(house, order));
  }

  /** Whether an account cannot be evaluated without a row that is not there. */
  isMissingRows(account: string): boolean {
    return this.open.size > 0 && this.needing.has(account);
  }

  /** Whether some of the missing rows will come without being computed here. */
  get willCome(): boolean {
    const { source } = this;
    if (!source) return false;
    for (const row of this.open.values()) if (source.willCome(row)) return true;
    return false;
  }

  /** What the first in the queue need comes first. */
  private ordered(house: HouseState, order: readonly string[]): UnitRow[] {
    const rows = new Set<UnitRow>();
    for (const account of order.slice(0, LEADING_ACCOUNTS))
      for (const instrument of holdingsOf(house.trading, account).keys()) {
        const row = this.open.get(instrument);
        if (row) rows.add(row);
      }
    for (const row of this.open.values()) rows.add(row);
    return [...rows];
  }
}
