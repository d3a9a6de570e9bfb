import { invariant } from '#libs/domain/kernel/assert.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { addRows } from './add-rows.js';
import type { HistoricalModel } from './class-model.js';
import { coreMeasure, scaleMeasure, type CoreMeasure } from './core-measure.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import { addLots, type UnitRow } from './unit-row.js';

/** A position with the unit P&L it is valued by. */
export interface HeldRow {
  /** Net lots, long positive, not 0. */
  readonly lots: number;
  readonly row: UnitRow;
}

/** Sums of |lots * unit P&L| below this are exact in binary64 in any order (margin-model.md e.1). */
export const EXACT_BELOW = 2 ** 53;

/** A bound on the size of every entry of the sum of these rows, in quanta. */
export function grossQuanta(held: readonly HeldRow[]): number {
  return held.reduce((sum, { lots, row }) => sum + Math.abs(lots) * row.peak, 0);
}

/**
 * What an account holds of one class. The P&L vector of several positions is kept and brought up to
 * date by what changed; all sums are exact integers, so it is bit for bit the vector that adding
 * everything up anew would give.
 */
export class ClassHolding {
  private readonly lots = new Map<string, number>();
  private vector: Float64Array | undefined;
  /** What the vector is the sum of, by instrument id ascending. */
  private applied: readonly HeldRow[] = [];
  private measured: CoreMeasure | undefined;
  /** The positions with their rows at one version of a cube. */
  private lastHeld:
    | { readonly cube: MarginCube; readonly version: number; readonly held: readonly HeldRow[] }
    | undefined;

  constructor(readonly underlying: string) {}

  /** Adds signed lots of an instrument of this class. */
  add(instrument: string, lots: number): void {
    this.lastHeld = undefined;
    const after = (this.lots.get(instrument) ?? 0) + lots;
    invariant(Number.isSafeInteger(after), 'a position is an integer number of lots');
    if (after === 0) this.lots.delete(instrument);
    else this.lots.set(instrument, after);
  }

  lotsOf(instrument: string): number {
    return this.lots.get(instrument) ?? 0;
  }

  get isEmpty(): boolean {
    return this.lots.size === 0;
  }

  /** Forgets the kept vector; it is built again when it is next needed. */
  release(): void {
    this.vector = undefined;
    this.measured = undefined;
    this.applied = [];
  }

  /** The positions with their current rows, by instrument id ascending. */
  held(cube: MarginCube): Result<readonly HeldRow[], MarginFailure> {
    const { lastHeld } = this;
    if (lastHeld?.cube === cube && lastHeld.version === cube.version) return ok(lastHeld.held);
    const held = this.currentlyHeld(cube);
    this.lastHeld = held.ok ? { cube, version: cube.version, held: held.value } : undefined;
    return held;
  }

  private currentlyHeld(cube: MarginCube): Result<readonly HeldRow[], MarginFailure> {
    const held: HeldRow[] = [];
    for (const [instrument, lots] of this.lots) {
      const row = cube.row(instrument);
      if (!row.ok) return row;
      held.push({ lots, row: row.value });
    }
    if (held.length > 1) {
      held.sort((a, b) => (a.row.values.instrument < b.row.values.instrument ? -1 : 1));
    }
    return grossQuanta(held) < EXACT_BELOW
      ? ok(held)
      : failed({
          code: 'BEYOND_EXACT_INTEGERS',
          liquidationGroup: cube.underlying(this.underlying).liquidationGroup,
        });
  }

  /** The measure of the positions together; `held` is what {@link held} returned. */
  measure(held: readonly HeldRow[], model: HistoricalModel): CoreMeasure {
    const [only] = held;
    if (held.length === 1 && only) return measureOfPosition(only, model);
    const vector = this.update(held, model);
    return (this.measured ??= coreMeasure(vector, model.terms));
  }

  /** target += the P&L of the positions. */
  addTo(target: Float64Array, held: readonly HeldRow[], model: HistoricalModel): void {
    const [only] = held;
    if (held.length === 1 && only) addLots(target, only.lots, only.row.pnl);
    else addLots(target, 1, this.update(held, model));
  }

  private update(held: readonly HeldRow[], model: HistoricalModel): Float64Array {
    if (this.vector && this.applied === held) return this.vector;
    const changes = this.changesTo(held, model);
    if (this.vector && changes?.length === 0) return this.vector;
    this.measured = undefined;
    this.applied = held;
    if (this.vector && changes && changes.length <= held.length) {
      addRows(this.vector, changes);
      return this.vector;
    }
    // Adding everything up anew takes no more passes, or the old sum cannot be led to the new one.
    if (this.vector?.length === model.set.length) this.vector.fill(0);
    else this.vector = new Float64Array(model.set.length);
    addRows(this.vector, held);
    return this.vector;
  }

  /** What leads the kept vector to that of `held`; undefined where that could round. */
  private changesTo(
    held: readonly HeldRow[],
    model: HistoricalModel,
  ): readonly HeldRow[] | undefined {
    const { applied } = this;
    if (applied.length === 0 || applied.some(({ row }) => row.model !== model)) return undefined;
    if (!(grossQuanta(applied) + grossQuanta(held) < EXACT_BELOW)) return undefined;
    return changesBetween(applied, held);
  }
}

/** The lots of rows to add to the sum of `before` for that of `now`; both by instrument id ascending. */
function changesBetween(before: readonly HeldRow[], now: readonly HeldRow[]): HeldRow[] {
  const changes: HeldRow[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < now.length) {
    const [old, next] = [before[i], now[j]];
    const order = !old ? 1 : !next ? -1 : compareIds(old, next);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
    if (order === 0 && old && next && old.row === next.row) {
      if (old.lots !== next.lots) changes.push({ lots: next.lots - old.lots, row: next.row });
      continue;
    }
    if (order <= 0 && old) changes.push({ lots: -old.lots, row: old.row });
    if (order >= 0 && next) changes.push(next);
  }
  return changes;
}

function compareIds(a: HeldRow, b: HeldRow): -1 | 0 | 1 {
  const [left, right] = [a.row.values.instrument, b.row.values.instrument];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The measure of one position alone: M is homogeneous, so that of one lot times the lots. */
export function measureOfPosition({ lots, row }: HeldRow, model: HistoricalModel): CoreMeasure {
  return scaleMeasure(row.unitMeasure(model, lots > 0 ? 'long' : 'short'), Math.abs(lots));
}
