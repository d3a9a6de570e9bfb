import { invariant } from '#libs/domain/kernel/assert.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
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
  private applied = new Map<string, HeldRow>();
  private measured: CoreMeasure | undefined;

  constructor(readonly underlying: string) {}

  /** Adds signed lots of an instrument of this class. */
  add(instrument: string, lots: number): void {
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
    this.applied.clear();
  }

  /** The positions with their current rows, by instrument id ascending. */
  held(cube: MarginCube): Result<readonly HeldRow[], MarginFailure> {
    const held: HeldRow[] = [];
    for (const [instrument, lots] of this.lots) {
      const row = cube.row(instrument);
      if (!row.ok) return row;
      held.push({ lots, row: row.value });
    }
    if (held.length > 1) {
      held.sort((a, b) => (a.row.contract.instrument < b.row.contract.instrument ? -1 : 1));
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
    const before = [...this.applied.values()];
    const sameSet = before.every(({ row }) => row.model === model);
    const fits = grossQuanta(before) + grossQuanta(held) < EXACT_BELOW;
    if (!this.vector || !sameSet || !fits) {
      this.release();
      this.vector = new Float64Array(model.set.length);
    }
    const vector = this.vector;
    const left = new Map(this.applied);
    for (const now of held) {
      const { instrument } = now.row.contract;
      const old = left.get(instrument);
      left.delete(instrument);
      this.replace(vector, instrument, old, now);
    }
    for (const [instrument, old] of left) this.replace(vector, instrument, old, undefined);
    return vector;
  }

  private replace(
    vector: Float64Array,
    instrument: string,
    old: HeldRow | undefined,
    now: HeldRow | undefined,
  ): void {
    if (old && now && old.row === now.row) {
      if (old.lots === now.lots) return;
      addLots(vector, now.lots - old.lots, now.row.pnl);
    } else {
      if (old) addLots(vector, -old.lots, old.row.pnl);
      if (now) addLots(vector, now.lots, now.row.pnl);
    }
    this.measured = undefined;
    if (now) this.applied.set(instrument, now);
    else this.applied.delete(instrument);
  }
}

/** The measure of one position alone: M is homogeneous, so that of one lot times the lots. */
export function measureOfPosition({ lots, row }: HeldRow, model: HistoricalModel): CoreMeasure {
  return scaleMeasure(row.unitMeasure(model, lots > 0 ? 'long' : 'short'), Math.abs(lots));
}
