import { multiply, rational, type Rational } from '#libs/domain/numerics/rational.js';
import type { KernelRow } from '#libs/domain/numerics/vector-kernel.js';
import type { HistoricalModel, ScanModel } from './class-model.js';
import { coreMeasure, type CoreMeasure } from './core-measure.js';
import { optionPnl, type OptionPnlInputs } from './option-pnl.js';
import type { ScenarioSet } from './scenario-set.js';
import { DELTA_UNITS, type UnitValues } from './unit-values.js';

const UNITS = BigInt(DELTA_UNITS);

/** What the P&L of an option is computed from, when it is needed, on this thread or on another. */
export interface PnlTask {
  readonly inputs: OptionPnlInputs;
  readonly set: ScenarioSet;
}

/**
 * One instrument's unit P&L at one set of marks: never changed, so that whoever adds rows up knows by
 * identity whether a sum is still of the current ones. The P&L of an option is computed when it is
 * first asked for, unless another thread did so before.
 */
export class UnitRow implements KernelRow {
  /** Where the kernel has it. */
  place: KernelRow['place'];
  private long: CoreMeasure | undefined;
  private short: CoreMeasure | undefined;
  private vector: Float64Array | undefined;
  private largest: number | undefined;
  private notional: Rational | undefined;
  private open: PnlTask | undefined;

  constructor(
    readonly values: UnitValues,
    readonly model: HistoricalModel | ScanModel,
    pnl: Float64Array | PnlTask,
  ) {
    if (pnl instanceof Float64Array) this.vector = pnl;
    else this.open = pnl;
  }

  /** The instrument: its next row takes this one's place. */
  get name(): string {
    return this.values.instrument;
  }

  /** What is left to compute; undefined once the P&L is there. */
  get task(): PnlTask | undefined {
    return this.open;
  }

  /** P&L of one long lot by scenario of the model, in integer quanta. */
  get pnl(): Float64Array {
    if (this.open) this.take(optionPnl(this.open.inputs, this.open.set));
    return this.vector!;
  }

  /** Takes what {@link optionPnl} made of the task; nothing once the P&L is there. */
  take(pnl: Float64Array): void {
    if (!this.open) return;
    this.open = undefined;
    this.vector = pnl;
  }

  /**
   * The largest size of an entry: lots times it bounds every entry of a position. Infinite where an
   * entry is no finite number, so that a book with such a row is refused and never added up.
   */
  get peak(): number {
    return (this.largest ??= largestSize(this.pnl));
  }

  /** The delta notional of one long lot with its sign, exact, in minor units of the base currency. */
  get deltaNotionalMinor(): Rational {
    const { delta, notionalMinor } = this.values;
    return (this.notional ??= multiply(rational(BigInt(delta), UNITS), notionalMinor));
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
    else if (Number.isNaN(quanta)) return Infinity;
  }
  return Math.max(-lowest, highest);
}

/** target += lots * row, exact while no entry reaches 2^53. */
export function addLots(target: Float64Array, lots: number, pnl: Float64Array): void {
  for (let s = 0; s < pnl.length; s++) target[s] = target[s]! + lots * pnl[s]!;
}
