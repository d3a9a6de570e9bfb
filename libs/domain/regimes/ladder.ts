import type { Regime, RegimeLadder } from '#libs/domain/add-ons/regime-ladder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';

/** The ladder of the reference data, in numbers. */
export interface LadderInForce extends RegimeLadder {
  /** The rungs as they were written. */
  readonly names: readonly string[];
}

/** Follows from the reference data alone. */
const known = new WeakMap<ReferenceIndex, LadderInForce | 'off'>();

/** The ladder in force; undefined while it is switched off. */
export function ladderInForce(house: HouseState): LadderInForce | undefined {
  const { reference } = house;
  if (!reference) return undefined;
  let ladder = known.get(reference);
  if (!ladder) {
    ladder = ladderOf(reference);
    known.set(reference, ladder);
  }
  return ladder === 'off' ? undefined : ladder;
}

function ladderOf({ data }: ReferenceIndex): LadderInForce | 'off' {
  const { enabled, rungs, band, holdDays } = data.model.regimeLadder;
  if (!enabled) return 'off';
  return { rungs: rungs.map(Number), names: rungs, band: Number(band), holdDays };
}

/** The regime of an underlying: the lowest rung, since for ever, where none was entered. */
export function regimeOf(house: HouseState, ladder: RegimeLadder, underlying: string): Regime {
  const held = house.regimes.rungs.get(underlying);
  if (held) return { multiplier: Number(held.rung), sinceDay: held.sinceDay };
  return { multiplier: ladder.rungs[0] ?? 1, sinceDay: 0 };
}
