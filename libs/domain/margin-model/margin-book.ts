import type { MarginMode } from '#libs/domain/reference-data/model.js';
import { ClassHolding } from './class-holding.js';

/**
 * The positions of one account as its margin sees them: net lots by instrument, in classes. It keeps
 * the P&L vectors of classes with several positions, some 22 kB each; whoever holds many books calls
 * {@link releaseVectors} on those that are quiet (margin-model.md e.1).
 */
export class MarginBook {
  private readonly classes = new Map<string, ClassHolding>();

  constructor(readonly marginMode: MarginMode) {}

  /** Adds signed lots (long positive) of an instrument; `underlying` is the instrument's class. */
  add(instrument: string, underlying: string, lots: number): void {
    let holding = this.classes.get(underlying);
    if (!holding) {
      holding = new ClassHolding(underlying);
      this.classes.set(underlying, holding);
    }
    holding.add(instrument, lots);
    if (holding.isEmpty) this.classes.delete(underlying);
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

  /** Gives back the memory of the kept vectors; results do not change. */
  releaseVectors(): void {
    for (const holding of this.classes.values()) holding.release();
  }
}
