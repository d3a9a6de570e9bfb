import { blockRange, scenarioLabel, type Block, type ScenarioSet } from './scenario-set.js';
import { tailCount } from './tail-count.js';

/** One scenario of a tail: what a risk officer needs to add an expected shortfall up by hand. */
export interface TailScenario {
  /** Index in the vectors of the set. */
  readonly index: number;
  /** The date on which its return ends, or the name of a hypothetical shock. */
  readonly label: string;
  /** Loss in quanta, positive when the account loses. */
  readonly lossQuanta: number;
  /** Weight `numerator / denominator`; the weights of a tail add up to 1. */
  readonly weight: { readonly numerator: number; readonly denominator: number };
}

/**
 * The scenarios behind the expected shortfall of one block, the largest loss first and the earlier
 * scenario first among equals (margin-model.md c.1): the sum of weight times loss is the shortfall.
 * @param pnl P&L by scenario of the set, in integer quanta
 */
export function tailScenarios(
  pnl: Float64Array,
  set: ScenarioSet,
  block: Block,
  confidenceBp: number,
): readonly TailScenario[] {
  if (set.sizes[block] === 0) return [];
  const tail = tailCount(set.sizes[block], confidenceBp);
  const { from, to } = blockRange(set.sizes, block);
  const indices = Array.from({ length: to - from }, (_, i) => from + i);
  indices.sort((a, b) => pnl[a]! - pnl[b]! || a - b);
  return indices.slice(0, tail.kept).map((index, rank) => ({
    index,
    label: scenarioLabel(set, index).label,
    lossQuanta: 0 - pnl[index]!,
    weight: {
      numerator: rank < tail.whole ? 10_000 : tail.remainder,
      denominator: tail.tenThousandths,
    },
  }));
}
