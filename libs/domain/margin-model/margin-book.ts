import type { MarginMode } from '#libs/domain/reference-data/model.js';
import { ClassHolding } from './class-holding.js';
import type { ClassRisk } from './class-risk.js';

/** The positions of one account as its margin sees them: net lots by instrument, in classes. */
export class MarginBook {
  private readonly classes = new Map<string, ClassHolding>();
  /** What was last measured of each class; it holds for the list of positions that it names. */
  readonly measured = new Map<string, ClassRisk>();

  constructor(readonly marginMode: MarginMode) {}

  /** Adds signed lots (long positive) of an instrument; `underlying` is the instrument's class. */
  add(instrument: string, underlying: string, lots: number): void {
    let holding = this.classes.get(underlying);
    if (!holding) {
      holding = new ClassHolding(underlying);
      this.classes.set(underlying, holding);
    }
    holding.add(instrument, lots);
    if (!holding.isEmpty) return;
    this.classes.delete(underlying);
    this.measured.delete(underlying);
  }

  /** Net lots of an instrument of the class `underlying`, 0 where nothing is held. */
  lotsOf(instrument: string, underlying: string): number {
    return this.classes.get(underlying)?.lotsOf(instrument) ?? 0;
  }

  /** The classes of which anything is held, by underlying ascending. */
  holdings(): readonly ClassHolding[] {
    const holdings = [...this.classes.values()];
    return holdings.length < 2
      ? holdings
      : holdings.sort((a, b) => (a.underlying < b.underlying ? -1 : 1));
  }
}
