import {
  add,
  compare,
  multiply,
  rational,
  subtract,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { HeldRow } from './class-holding.js';
import type { HistoricalModel } from './class-model.js';
import { coreMeasure, type CoreMeasure } from './core-measure.js';
import { BLOCKS, type Block } from './scenario-set.js';
import { tailScenarios, type TailScenario } from './tail-scenarios.js';
import { addLots } from './unit-row.js';

/** The tails by block of a vector, as in {@link tailScenarios}. */
export type BlockTails = Readonly<Record<Block, readonly TailScenario[]>>;

/** Which term of M is the largest (margin-model.md section 0, row 4); the first of equals. */
export type BindingTerm = 'nothing' | 'filtered' | 'blend' | 'longRun';

/** A tail that counts in the binding term, and the share of the term that it makes. */
export interface BindingTail {
  readonly block: Block;
  /** 1, or the weights of the blend. */
  readonly weight: Rational;
  readonly scenarios: readonly TailScenario[];
}

/** M of one vector with everything that it is made of; exact, minor units of the base currency. */
export interface MeasureExplanation {
  readonly tails: BlockTails;
  readonly measure: CoreMeasure;
  /** (1-w)*ES_F + w*ES_H; absent without stressed scenarios. */
  readonly blend?: Rational;
  readonly binding: BindingTerm;
  /** What adds up to M: weight of the block, times weight of the scenario, times its loss. */
  readonly bindingTails: readonly BindingTail[];
}

const ONE = rational(1n);

/** Explains the measure of positions on the scenarios of one set. */
export function explainMeasure(
  held: readonly HeldRow[],
  model: HistoricalModel,
  confidenceBp: number,
): MeasureExplanation {
  const pnl = new Float64Array(model.set.length);
  for (const { lots, row } of held) addLots(pnl, lots, row.pnl);
  const [filtered, longRun, stressed] = BLOCKS.map((block) =>
    tailScenarios(pnl, model.set, block, confidenceBp),
  );
  const tails = { filtered: filtered!, longRun: longRun!, stressed: stressed! };
  const { stressWeight, tails: counted } = model.terms;
  const measure = coreMeasure(pnl, model.terms);
  const blend = counted.stressed && blendOf(measure, stressWeight);
  const binding = bindingTerm(measure, blend);
  return {
    tails,
    measure,
    ...(blend ? { blend } : {}),
    binding,
    bindingTails: bindingTails(binding, tails, stressWeight),
  };
}

function blendOf({ filtered, stressed }: CoreMeasure, weight: Rational): Rational {
  return add(filtered, multiply(weight, subtract(stressed, filtered)));
}

function bindingTerm(measure: CoreMeasure, blend: Rational | undefined): BindingTerm {
  const { marketRisk } = measure;
  if (marketRisk.numerator === 0n) return 'nothing';
  if (compare(marketRisk, measure.filtered) === 0) return 'filtered';
  return blend && compare(marketRisk, blend) === 0 ? 'blend' : 'longRun';
}

function bindingTails(
  binding: BindingTerm,
  tails: BlockTails,
  stressWeight: Rational,
): readonly BindingTail[] {
  switch (binding) {
    case 'nothing':
      return [];
    case 'blend':
      return [
        { block: 'filtered', weight: subtract(ONE, stressWeight), scenarios: tails.filtered },
        { block: 'stressed', weight: stressWeight, scenarios: tails.stressed },
      ];
    case 'filtered':
    case 'longRun':
      return [{ block: binding, weight: ONE, scenarios: tails[binding] }];
  }
}
