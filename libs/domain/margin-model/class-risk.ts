import {
  absolute,
  add,
  multiply,
  rational,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { MarginMode } from '#libs/domain/reference-data/model.js';
import { measureOfPosition, type ClassHolding, type HeldRow } from './class-holding.js';
import type { HistoricalModel, ScanModel } from './class-model.js';
import { sumMeasures, type CoreMeasure } from './core-measure.js';
import type { MarginCube } from './margin-cube.js';
import { scanRisk } from './scan-grid.js';
import { classDelta, type ClassDelta } from './class-delta.js';
import { addLots } from './unit-row.js';

/** One class of an account, measured by itself. */
export interface ClassRisk {
  readonly holding: ClassHolding;
  readonly held: readonly HeldRow[];
  readonly model: HistoricalModel | ScanModel;
  /** Shortfalls by block; absent for a class margined by scan. */
  readonly measure?: CoreMeasure;
  /** Worst scenario (0 to 15) of the grid; absent unless margined by scan as one vector. */
  readonly scanScenario?: number;
  /** M_c with its buffer, or the scan risk; isolated: the sum over positions, each alone. Minor units, exact. */
  readonly marketRisk: Rational;
  /** Net of the positions, exact. */
  readonly delta: ClassDelta;
}

/** Measures the positions `held`, at least one, of one class. */
export function classRisk(
  holding: ClassHolding,
  held: readonly HeldRow[],
  mode: MarginMode,
  cube: MarginCube,
): ClassRisk {
  const { model } = held[0]!.row;
  const common = { holding, held, model, delta: classDelta(held, cube) };
  const parts = mode === 'isolated' ? held.map((position) => [position]) : [held];
  if (model.method === 'scan') {
    const scans = parts.map((part) => scanRisk(scanVector(part)));
    const [only] = scans;
    const loss = scans.reduce((total, scan) => total + BigInt(scan.loss), 0n);
    return {
      ...common,
      ...(scans.length === 1 && only ? { scanScenario: only.scenario } : {}),
      marketRisk: multiply(rational(loss), cube.minorPerQuantum),
    };
  }
  const measure =
    mode === 'isolated'
      ? sumMeasures(held.map((position) => measureOfPosition(position, model)))
      : holding.measure(held, model);
  const buffer = cube.bufferOf(holding.underlying);
  const marketRisk = buffer ? multiply(buffer, measure.marketRisk) : measure.marketRisk;
  return { ...common, measure, marketRisk };
}

/** P&L of positions on the 16-scenario grid, in quanta. */
export function scanVector(held: readonly HeldRow[]): Float64Array {
  const vector = new Float64Array(held[0]!.row.pnl.length);
  for (const { lots, row } of held) addLots(vector, lots, row.pnl);
  return vector;
}

/** FLOOR_g of margin-model.md d.6: by class, the floor rate times the size of the net notional. */
export function marginFloor(classes: readonly ClassRisk[], rates: readonly Rational[]): Rational {
  return classes.reduce(
    (total, { delta }, i) => add(total, multiply(rates[i]!, absolute(delta.notionalMinor))),
    ZERO,
  );
}
