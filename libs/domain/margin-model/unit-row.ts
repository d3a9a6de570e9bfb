import type { HistoricalModel, ScanModel } from './class-model.js';
import { coreMeasure, type CoreMeasure } from './core-measure.js';
import type { LinearContract } from './linear-contract.js';
import { linearScanPnl } from './scan-grid.js';
import { linearUnitPnl } from './unit-pnl.js';

/**
 * One instrument's unit P&L at one mark: never changed, so that whoever adds rows up knows by
 * identity whether a sum is still of the current ones.
 */
export class UnitRow {
  private long: CoreMeasure | undefined;
  private short: CoreMeasure | undefined;

  private constructor(
    readonly contract: LinearContract,
    readonly model: HistoricalModel | ScanModel,
    /** P&L of one long lot by scenario of the model, in integer quanta. */
    readonly pnl: Float64Array,
    /** The largest size of an entry: lots times it bounds every entry of a position. */
    readonly peak: number,
  ) {}

  static of(contract: LinearContract, model: HistoricalModel | ScanModel): UnitRow {
    const pnl =
      model.method === 'fhs'
        ? linearUnitPnl(contract, model.set, model.factor)
        : linearScanPnl(contract, model.scan);
    return new UnitRow(contract, model, pnl, largestSize(pnl));
  }

  /** The measure of one lot of a row of the historical `model`, long or short; kept once known. */
  unitMeasure(model: HistoricalModel, side: 'long' | 'short'): CoreMeasure {
    if (side === 'long') return (this.long ??= coreMeasure(this.pnl, model.terms));
    return (this.short ??= coreMeasure(
      this.pnl.map((quanta) => 0 - quanta),
      model.terms,
    ));
  }
}

function largestSize(pnl: Float64Array): number {
  let [lowest, highest] = [0, 0];
  for (let s = 0; s < pnl.length; s++) {
    const quanta = pnl[s]!;
    if (quanta < lowest) lowest = quanta;
    else if (quanta > highest) highest = quanta;
  }
  return Math.max(-lowest, highest);
}

/** target += lots * row, exact while no entry reaches 2^53. */
export function addLots(target: Float64Array, lots: number, pnl: Float64Array): void {
  for (let s = 0; s < pnl.length; s++) target[s] = target[s]! + lots * pnl[s]!;
}
