import type { ReturnKind } from '#libs/domain/reference-data/model.js';
import type { FactorVolatility } from './filtered-returns.js';

/** Blocks of scenarios in the order in which they lie in every vector (margin-model.md b.5). */
export const BLOCKS = ['filtered', 'longRun', 'stressed'] as const;
export type Block = (typeof BLOCKS)[number];
export type BlockSizes = Readonly<Record<Block, number>>;

/** One risk factor over all scenarios of its set; vectors have the set's length. */
export interface FactorScenarios {
  readonly symbol: string;
  readonly returnKind: ReturnKind;
  /** The shift of shifted-log, else 0. */
  readonly shift: number;
  readonly volatility: FactorVolatility;
  /** Horizon returns in the factor's return kind; hypothetical shocks are log moves. */
  readonly returns: Float64Array;
  /** e^R - 1 of a logarithmic return, R of an absolute one: what a price is multiplied with. */
  readonly moves: Float64Array;
}

/** The joint scenarios of one liquidation group: index s is the same date or shock in all factors. */
export interface ScenarioSet {
  readonly liquidationGroup: string;
  readonly length: number;
  readonly sizes: BlockSizes;
  /** How many of the stressed scenarios, the last ones, are hypothetical shocks. */
  readonly hypothetical: number;
  /** Every date on which all factors have a close, ascending. */
  readonly dates: readonly string[];
  /** Per scenario of blocks F and T: the date on which its return ends. */
  readonly historicalDates: readonly string[];
  /** Per scenario of block H: the date on which its return ends, or the name of the shock. */
  readonly stressedLabels: readonly string[];
  /** By symbol; those of exchange rates by the key of their pair. */
  readonly factors: ReadonlyMap<string, FactorScenarios>;
}

/** Where a block begins and ends in the vectors of a set: from inclusive, to exclusive. */
export function blockRange(sizes: BlockSizes, block: Block): { from: number; to: number } {
  let from = 0;
  for (const each of BLOCKS) {
    if (each === block) break;
    from += sizes[each];
  }
  return { from, to: from + sizes[block] };
}

/** The block of a scenario and its label: a date (YYYY-MM-DD), or the name of a shock. */
export function scenarioLabel(set: ScenarioSet, index: number): { block: Block; label: string } {
  for (const block of BLOCKS) {
    const { from, to } = blockRange(set.sizes, block);
    if (index < from || index >= to) continue;
    const labels = block === 'stressed' ? set.stressedLabels : set.historicalDates;
    return { block, label: labels[index - from]! };
  }
  throw new RangeError(`scenario ${index} is not one of ${set.length}`);
}
