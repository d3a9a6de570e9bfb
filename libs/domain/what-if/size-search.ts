import { DOUBLINGS_MAX, DOUBLINGS_MIN } from './reduction-limits.js';

/** The requirement, in minor units, after so many signed lots; undefined where nobody can say. */
export type RequirementAt = (lots: number) => bigint | undefined;

/** Sizes of trades in one instrument that were tried. */
export class SizeSearch {
  private readonly known = new Map<number, bigint | undefined>();

  constructor(
    private readonly requirementAt: RequirementAt,
    /** The requirement without a trade. */
    private readonly without: bigint,
  ) {}

  /** Signed lots that were tried, in the order in which they were. */
  get tried(): readonly number[] {
    return [...this.known.keys()];
  }

  /** The size with the lowest requirement, the smaller of equals; undefined where none is lower. */
  get best(): { readonly lots: number; readonly requirementMinor: bigint } | undefined {
    let best: { lots: number; requirementMinor: bigint } | undefined;
    for (const [lots, requirementMinor] of this.known) {
      if (requirementMinor === undefined || requirementMinor >= this.without) continue;
      const lower = best === undefined || requirementMinor < best.requirementMinor;
      const smaller =
        requirementMinor === best?.requirementMinor && Math.abs(lots) < Math.abs(best.lots);
      if (lower || smaller) best = { lots, requirementMinor };
    }
    return best;
  }

  /** Powers of two on both sides, as long as twice the size is better. Pauses after each size. */
  *double(): Generator<void, void> {
    for (const sign of [1, -1]) {
      let last = this.without;
      for (let doublings = 0; doublings <= DOUBLINGS_MAX; doublings++) {
        const requirement = this.at(sign * 2 ** doublings);
        yield;
        if (requirement === undefined) break;
        if (requirement >= last && doublings >= DOUBLINGS_MIN) break;
        last = requirement;
      }
    }
  }

  /**
   * Finds the best size between half and twice the best power of two by halving: the requirement of a
   * book falls and then rises with the size of one trade in it, but for the credit of option values.
   */
  *refine(): Generator<void, void> {
    const { best } = this;
    if (!best) return;
    const sign = Math.sign(best.lots);
    let [low, high] = [Math.ceil(Math.abs(best.lots) / 2), Math.abs(best.lots) * 2];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [here, next] = [this.at(sign * middle), this.at(sign * (middle + 1))];
      yield;
      // Where nobody can say any more, the position would be too large: look below.
      if (here === undefined || next === undefined || here <= next) high = middle;
      else low = middle + 1;
    }
    this.at(sign * low);
  }

  private at(lots: number): bigint | undefined {
    if (!this.known.has(lots)) this.known.set(lots, this.requirementAt(lots));
    return this.known.get(lots);
  }
}
