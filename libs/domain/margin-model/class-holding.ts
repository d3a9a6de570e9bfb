import { invariant } from '#libs/domain/kernel/assert.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { HistoricalModel } from './class-model.js';
import { measureOfRows, scaleMeasure, type CoreMeasure } from './core-measure.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import type { UnitRow } from './unit-row.js';

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

/** The positions with their rows at one version of a cube. */
interface HeldAt {
  readonly cube: MarginCube;
  readonly version: number;
  readonly termsVersion: number;
  readonly held: readonly HeldRow[];
}

/**
 * What an account holds of one class. Its P&L is never kept: adding up the rows of all positions anew
 * costs little and takes no memory per account.
 */
export class ClassHolding {
  private readonly lots = new Map<string, number>();
  /** Ascending. */
  private readonly instruments: string[] = [];
  private lastHeld: HeldAt | undefined;

  constructor(readonly underlying: string) {}

  /** Adds signed lots of an instrument of this class. */
  add(instrument: string, lots: number): void {
    this.lastHeld = undefined;
    const before = this.lots.get(instrument);
    const after = (before ?? 0) + lots;
    invariant(Number.isSafeInteger(after), 'a position is an integer number of lots');
    if (after === 0) this.lots.delete(instrument);
    else this.lots.set(instrument, after);
    const at = indexOf(this.instruments, instrument);
    if (before === undefined && after !== 0) this.instruments.splice(at, 0, instrument);
    if (before !== undefined && after === 0) this.instruments.splice(at, 1);
  }

  lotsOf(instrument: string): number {
    return this.lots.get(instrument) ?? 0;
  }

  get isEmpty(): boolean {
    return this.lots.size === 0;
  }

  /**
   * The positions with their current rows, by instrument id ascending: the same list for as long as
   * lots, rows and the terms of the cube are the same.
   */
  held(cube: MarginCube): Result<readonly HeldRow[], MarginFailure> {
    const { lastHeld } = this;
    const { version, termsVersion } = cube;
    if (lastHeld?.cube === cube && lastHeld.version === version) return ok(lastHeld.held);
    const current = this.currentlyHeld(cube);
    this.lastHeld = undefined;
    if (!current.ok) return current;
    const isKnown =
      lastHeld?.cube === cube &&
      lastHeld.termsVersion === termsVersion &&
      isSame(lastHeld.held, current.value);
    const held = isKnown ? lastHeld.held : current.value;
    this.lastHeld = { cube, version, termsVersion, held };
    return ok(held);
  }

  private currentlyHeld(cube: MarginCube): Result<readonly HeldRow[], MarginFailure> {
    const held: HeldRow[] = [];
    for (const instrument of this.instruments) {
      const row = cube.row(instrument);
      if (!row.ok) return row;
      held.push({ lots: this.lotsOf(instrument), row: row.value });
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
    return measureOfRows(held, model.terms);
  }
}

/** Where a name is in an ascending list, or would be. */
function indexOf(names: readonly string[], name: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (names[middle]! < name) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows know the model that they are of, so the same rows are the same scenarios. */
function isSame(before: readonly HeldRow[], now: readonly HeldRow[]): boolean {
  if (before === now) return true;
  if (before.length !== now.length) return false;
  return now.every(({ lots, row }, i) => before[i]?.row === row && before[i]?.lots === lots);
}

/** The measure of one position alone: M is homogeneous, so that of one lot times the lots. */
export function measureOfPosition({ lots, row }: HeldRow, model: HistoricalModel): CoreMeasure {
  return scaleMeasure(row.unitMeasure(model, lots > 0 ? 'long' : 'short'), Math.abs(lots));
}
