import { classesByGroup } from '#libs/domain/margin-model/account-requirement.js';
import { coreMeasure, type CoreMeasure } from '#libs/domain/margin-model/core-measure.js';
import { tailBuffer, valueAtRisk } from '#libs/domain/margin-model/expected-shortfall.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { tailCount } from '#libs/domain/margin-model/tail-count.js';
import { addLots } from '#libs/domain/margin-model/unit-row.js';
import { toDouble } from '#libs/domain/numerics/rational.js';
import { BackTestError } from '../back-test-error.js';
import { describeFailure } from './daily-cube.js';
import { GROUP } from './house-parameters.js';

/** Expected shortfalls of one vector by block, USD; positive is a loss. */
export interface MeasuredBlocks {
  readonly filtered: number;
  readonly longRun: number;
  readonly stressed: number;
}

/** A book in portfolio mode, taken apart so that variants of the measure can be put together. */
export interface MeasuredParts {
  readonly joint: MeasuredBlocks;
  /** By class, with the product's id. */
  readonly classes: readonly { readonly product: string; readonly blocks: MeasuredBlocks }[];
  /** VaR of block F of the joint vector, USD. */
  readonly filteredValueAtRisk: number;
}

const CENTS = 100;

/**
 * Measures a book block by block, jointly and class by class, on the scenarios of the cube.
 * @throws BackTestError when the model cannot margin the book
 */
export function measuredParts(book: MarginBook, cube: MarginCube): MeasuredParts {
  const byGroup = classesByGroup(book, cube);
  if (!byGroup.ok) throw new BackTestError(describeFailure(byGroup.error));
  const classes = byGroup.value.get(GROUP) ?? [];
  const model = classes[0]?.model;
  if (model?.method !== 'fhs') throw new BackTestError('a book is to be measured on history');
  const { terms, set } = model;
  // Scratch space of the set: nothing else uses it before the last line of this function.
  const vector = terms.joint;
  vector.fill(0);
  for (const { held } of classes) {
    for (const { lots, row } of held) addLots(vector, lots, row.pnl);
  }
  const measured = classes.flatMap(({ holding, measure }) =>
    measure ? [{ product: holding.underlying, measure }] : [],
  );
  const [only] = measured;
  const joint = measured.length === 1 && only ? only.measure : coreMeasure(vector, terms);
  const tail = tailCount(set.sizes.filtered, cube.group(GROUP).confidenceBp);
  const quanta = valueAtRisk(vector, 0, tail, tailBuffer([tail]));
  return {
    joint: blocks(joint),
    classes: measured.map(({ product, measure }) => ({ product, blocks: blocks(measure) })),
    filteredValueAtRisk: (quanta * toDouble(cube.minorPerQuantum)) / CENTS,
  };
}

function blocks(measure: CoreMeasure): MeasuredBlocks {
  return {
    filtered: toDouble(measure.filtered) / CENTS,
    longRun: toDouble(measure.longRun) / CENTS,
    stressed: toDouble(measure.stressed) / CENTS,
  };
}

/** Makes the measure M out of blocks. */
export type Measure = (blocks: MeasuredBlocks) => number;

/** Blocks of which a measure is made; block F always is. */
export interface MeasureTerms {
  readonly longRun: boolean;
  /** Weight of block H in the blend; 0 leaves it out. */
  readonly stressWeight: number;
}

/** max(0, ES_F, (1-w)*ES_F + w*ES_H, ES_T), with the blocks that the variant has (margin-model.md c.2). */
export function measureOf({ longRun, stressWeight }: MeasureTerms): Measure {
  return (of) =>
    Math.max(
      0,
      of.filtered,
      stressWeight > 0 ? of.filtered + stressWeight * (of.stressed - of.filtered) : 0,
      longRun ? of.longRun : 0,
    );
}

/** max(M, D - share*(D - M)): at most `share` of the diversification benefit (margin-model.md c.3). */
export function cappedMeasure(
  { joint, classes }: MeasuredParts,
  measure: Measure,
  offsetShare: number,
): number {
  const together = measure(joint);
  const standAlone = classes.reduce((sum, { blocks: own }) => sum + measure(own), 0);
  return Math.max(together, standAlone - offsetShare * (standAlone - together));
}
