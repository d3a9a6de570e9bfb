import { floorDiv } from '#libs/domain/kernel/rounding.js';
import {
  divide,
  multiply,
  rational,
  roundUp,
  subtract,
  sum,
  toDouble,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import { EXACT_BELOW, grossQuanta, type HeldRow } from './class-holding.js';
import { coreMeasure, measureOfRows, type MeasureTerms } from './core-measure.js';

/** Relative moves are measured in steps of this size. */
const STEPS = 1e9;
/** Above what double precision and the rounding of scenarios to quanta can be wrong by. */
const SLACK = 1e-8;
/** What three roundings of a charge come to at most. */
const ROUNDINGS_MINOR = 3;

/** How an asset moves in the scenarios of a group. */
export interface AssetMoves {
  /** Change of its value in the base currency as a share of it, by scenario, not below -1. */
  readonly moves: Float64Array;
  /** The measure M of one unit of value: its stand-alone risk as a share, rounded up. */
  readonly unitRisk: number;
}

/** Collateral that counts and moves; amounts in minor units of the base currency. */
export interface MovingCollateral extends AssetMoves {
  readonly asset: string;
  /** What counts of it, haircuts added back. */
  readonly grossMinor: Rational;
  /** The haircuts on that. */
  readonly haircutMinor: Rational;
}

/**
 * The measures that the dependence of a group's positions and collateral rests on, in minor units of the
 * base currency, each rounded against the account so that they add up to the charge.
 */
export interface GroupDependence {
  /** M(P). */
  readonly aloneMinor: bigint;
  /** M(P + C). */
  readonly togetherMinor: bigint;
  readonly haircutsMinor: bigint;
  /** WW. */
  readonly chargeMinor: bigint;
}

/** @param moves relative, by scenario */
export function assetMoves(moves: Float64Array, terms: MeasureTerms): AssetMoves {
  const clamped = moves.map((move) => Math.max(-1, move));
  const steps = clamped.map((move) => roundHalfEven(move * STEPS));
  const inQuanta = divide(coreMeasure(steps, terms).marketRisk, terms.minorPerQuantum);
  return { moves: clamped, unitRisk: toDouble(inQuanta) / STEPS + SLACK };
}

/**
 * WW = max(0, ES(P + C) - max(0, ES(P)) - SUM haircut amounts) (margin-model.md g.4): what collateral
 * loses together with the positions that it stands for, beyond its haircuts. All in one unit.
 */
export function wrongWayOfCollateral(alone: bigint, together: bigint, haircuts: bigint): bigint {
  const beyond = together - (alone > 0n ? alone : 0n) - haircuts;
  return beyond > 0n ? beyond : 0n;
}

/**
 * Whether haircuts are so large that the dependence is nothing whatever the positions: M is
 * sub-additive, so collateral adds at most what each asset risks alone.
 */
export function haircutsCover(
  collateral: readonly MovingCollateral[],
  { minorPerQuantum }: MeasureTerms,
): boolean {
  const [risk, haircuts] = [standAlone(collateral, minorPerQuantum), haircutsOf(collateral)];
  return risk + ROUNDINGS_MINOR <= toDouble(haircuts) * (1 - SLACK);
}

/** The dependence of collateral on positions in the scenarios of their group (margin-model.md g.4). */
export function groupDependence(
  held: readonly HeldRow[],
  collateral: readonly MovingCollateral[],
  terms: MeasureTerms,
): GroupDependence {
  const { minorPerQuantum, kernel } = terms;
  const aloneMinor = roundDown(measureOfRows(held, terms).marketRisk);
  const haircutsMinor = roundDown(haircutsOf(collateral));
  const pnl = new Float64Array(kernel.length);
  for (const { grossMinor, moves } of collateral) {
    const quanta = toDouble(divide(grossMinor, minorPerQuantum));
    for (let s = 0; s < pnl.length; s++) pnl[s]! += roundHalfEven(quanta * moves[s]!);
  }
  const peak = pnl.reduce((most, quanta) => Math.max(most, Math.abs(quanta)), 0);
  const isExact = grossQuanta(held) + peak < EXACT_BELOW;
  // Too large to be added up exactly: what the collateral risks alone is never less.
  const togetherMinor = isExact
    ? roundUp(measureOfRows([...held, { lots: 1, row: rowOf(pnl) }], terms).marketRisk)
    : aloneMinor + BigInt(Math.ceil(standAlone(collateral, minorPerQuantum)));
  const chargeMinor = wrongWayOfCollateral(aloneMinor, togetherMinor, haircutsMinor);
  return { aloneMinor, togetherMinor, haircutsMinor, chargeMinor };
}

/** A bound on M(C) by what each asset risks alone, in minor units. */
function standAlone(collateral: readonly MovingCollateral[], minorPerQuantum: Rational): number {
  const quantum = toDouble(minorPerQuantum);
  return collateral.reduce(
    (risk, { grossMinor, unitRisk }) => risk + toDouble(grossMinor) * unitRisk + quantum,
    0,
  );
}

const haircutsOf = (collateral: readonly MovingCollateral[]): Rational =>
  sum(collateral.map(({ haircutMinor }) => haircutMinor));

const roundDown = ({ numerator, denominator }: Rational): bigint =>
  floorDiv(numerator, denominator);

/** One name: the next collateral takes the room of the last one in the kernel. */
const rowOf = (pnl: Float64Array) => ({ pnl, name: 'collateral', place: undefined });

/** What counts of an asset with its haircuts added back, exact; `kept` is what they leave of 1. */
export function beforeHaircuts(
  countedMinor: bigint,
  kept: Rational,
): Pick<MovingCollateral, 'grossMinor' | 'haircutMinor'> {
  const counted = rational(countedMinor);
  const grossMinor = divide(counted, kept);
  return { grossMinor, haircutMinor: multiply(grossMinor, subtract(rational(1n), kept)) };
}
