import {
  add,
  maximum,
  multiply,
  rational,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import {
  kernelOf,
  SMALLEST_MAX,
  type VectorKernel,
  type WeightedRow,
} from '#libs/domain/numerics/vector-kernel.js';
import { expectedShortfall, shortfallOfTail, tailBuffer } from './expected-shortfall.js';
import { blockRange, BLOCKS, type Block, type BlockSizes } from './scenario-set.js';
import { tailCount, type TailCount } from './tail-count.js';

/** What the measure of a vector needs to know; made once per set of scenarios. */
export interface MeasureTerms {
  /** Blocks without scenarios have no tail. */
  readonly tails: Readonly<Partial<Record<Block, BlockTail>>>;
  readonly stressWeight: Rational;
  readonly minorPerQuantum: Rational;
  /** A denominator that all measures of the set share: sums stay small and quick. */
  readonly denominator: bigint;
  /** Adds up rows of the set. */
  readonly kernel: VectorKernel;
  /** Scratch for the selection of a tail, and for the joint vector of several classes. */
  readonly buffer: Float64Array;
  readonly joint: Float64Array;
}

interface BlockTail {
  readonly from: number;
  readonly count: TailCount;
  /** What ten-thousandths of quanta are multiplied with for minor units over the common denominator. */
  readonly scale: bigint;
}

/** Minor units of the base currency, exact; positive is a loss. A block without scenarios is 0. */
export interface CoreMeasure {
  readonly filtered: Rational;
  readonly stressed: Rational;
  readonly longRun: Rational;
  /** M(A) of margin-model.md section 0, row 4: never negative. */
  readonly marketRisk: Rational;
}

/**
 * @param stressWeight weight of block H in the blend, between 0 and 1
 * @param minorPerQuantum minor units of the base currency in one quantum of the vectors
 */
export function measureTerms(
  sizes: BlockSizes,
  confidenceBp: number,
  stressWeight: Rational,
  minorPerQuantum: Rational,
): MeasureTerms {
  const counts: Partial<Record<Block, TailCount>> = {};
  let common = 1n;
  const length = sizes.filtered + sizes.longRun + sizes.stressed;
  for (const block of BLOCKS) {
    if (sizes[block] === 0) continue;
    const count = tailCount(sizes[block], confidenceBp);
    counts[block] = count;
    common = leastCommonMultiple(common, BigInt(count.tenThousandths));
  }
  const tails: Partial<Record<Block, BlockTail>> = {};
  for (const block of BLOCKS) {
    const count = counts[block];
    if (!count) continue;
    const scale = (common / BigInt(count.tenThousandths)) * stressWeight.denominator;
    const { from } = blockRange(sizes, block);
    tails[block] = { from, count, scale: scale * minorPerQuantum.numerator };
  }
  return {
    tails,
    stressWeight,
    minorPerQuantum,
    denominator: common * stressWeight.denominator * minorPerQuantum.denominator,
    buffer: tailBuffer(Object.values(counts)),
    kernel: kernelOf(length),
    joint: new Float64Array(length),
  };
}

/**
 * The measure M of one P&L vector: max(0, ES_F, (1-w)*ES_F + w*ES_H, ES_T) (margin-model.md c.2).
 * Exact: the same vector gives the same fraction, whatever sums led to it.
 */
export function coreMeasure(pnl: Float64Array, terms: MeasureTerms): CoreMeasure {
  return measureOf(terms, ({ from, count }) => expectedShortfall(pnl, from, count, terms.buffer));
}

/** The same of the sum of positions, which is never seen itself; the order of the rows means nothing. */
export function measureOfRows(rows: readonly WeightedRow[], terms: MeasureTerms): CoreMeasure {
  const { kernel, buffer } = terms;
  const pnl = kernel.sum(rows);
  return measureOf(terms, ({ from, count }) => {
    if (count.kept > SMALLEST_MAX) return expectedShortfall(pnl, from, count, buffer);
    kernel.smallest(from, from + count.scenarios, count.kept, buffer);
    return shortfallOfTail(buffer, count);
  });
}

/** @param shortfallOf the tail of a block, in quanta */
function measureOf(terms: MeasureTerms, shortfallOf: (tail: BlockTail) => Rational): CoreMeasure {
  const { denominator } = terms;
  const shortfall = (block: Block): Rational => {
    const tail = terms.tails[block];
    if (tail === undefined) return { numerator: 0n, denominator };
    return { numerator: shortfallOf(tail).numerator * tail.scale, denominator };
  };
  const filtered = shortfall('filtered');
  const stressed = shortfall('stressed');
  const longRun = shortfall('longRun');
  let marketRisk = maximum({ numerator: 0n, denominator }, filtered);
  if (terms.tails.stressed) {
    marketRisk = maximum(marketRisk, blend(filtered, stressed, terms));
  }
  if (terms.tails.longRun) marketRisk = maximum(marketRisk, longRun);
  return { filtered, stressed, longRun, marketRisk };
}

/** filtered + w * (stressed - filtered): numerators are multiples of the denominator of w. */
function blend(filtered: Rational, stressed: Rational, terms: MeasureTerms): Rational {
  const { stressWeight: weight, denominator } = terms;
  const moved = weight.numerator * (stressed.numerator - filtered.numerator);
  return { numerator: filtered.numerator + moved / weight.denominator, denominator };
}

/** `lots` times a measure of one lot: M is homogeneous, so nothing has to be selected again. */
export function scaleMeasure(unit: CoreMeasure, lots: number): CoreMeasure {
  const factor = rational(BigInt(lots));
  return {
    filtered: multiply(unit.filtered, factor),
    stressed: multiply(unit.stressed, factor),
    longRun: multiply(unit.longRun, factor),
    marketRisk: multiply(unit.marketRisk, factor),
  };
}

/** The sum of measures of positions that are margined each on its own. */
export function sumMeasures(measures: readonly CoreMeasure[]): CoreMeasure {
  const total = (pick: (measure: CoreMeasure) => Rational): Rational =>
    measures.reduce((sum, measure) => add(sum, pick(measure)), ZERO);
  return {
    filtered: total((m) => m.filtered),
    stressed: total((m) => m.stressed),
    longRun: total((m) => m.longRun),
    marketRisk: total((m) => m.marketRisk),
  };
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
