import {
  add,
  divide,
  multiply,
  rational,
  subtract,
  sum,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { HeldRow } from './class-holding.js';
import { scanVector, type ClassRisk } from './class-risk.js';
import { explainMeasure, type MeasureExplanation } from './explain-measure.js';
import type { MarginCube } from './margin-cube.js';
import { scanRisk } from './scan-grid.js';

/**
 * What one position brings to the market risk of its group: its own P&L in the scenarios of the
 * binding tail, weighed as they are (Euler's theorem for a measure in proportion to the book). Exact,
 * minor units; below zero where the position hedges others.
 */
export interface PositionShare {
  readonly instrument: string;
  readonly underlying: string;
  readonly lots: number;
  /** Of the class by itself (isolated: of the position). */
  readonly alone: Rational;
  /** Of the classes on scenarios together; absent where they are not measured together. */
  readonly joint?: Rational;
  /** Of the group's market risk: the shares of all positions add up to it, exactly. */
  readonly marketRisk: Rational;
}

/** A position's shares before the offset cap. */
type Alone = Omit<PositionShare, 'marketRisk' | 'joint'>;

/** The shares of positions that are measured by themselves, as a class or one by one. */
export function sharesOfClass(
  risk: ClassRisk,
  parts: readonly (readonly HeldRow[])[],
  confidenceBp: number,
  cube: MarginCube,
): readonly Alone[] {
  const { model, holding } = risk;
  const shares = parts.flatMap((held) => {
    const amounts =
      model.method === 'scan'
        ? sharesOfScan(held, cube)
        : sharesOfTails(held, explainMeasure(held, model, confidenceBp), cube);
    return held.map(({ lots, row }, i) => ({
      instrument: row.values.instrument,
      underlying: holding.underlying,
      lots,
      alone: amounts[i]!,
    }));
  });
  // A buffer (d.4) raises the measure of the class as a whole.
  const factor = ratio(risk.marketRisk, risk.measure?.marketRisk ?? risk.marketRisk);
  return shares.map((share) => ({ ...share, alone: multiply(share.alone, factor) }));
}

/** What each of `held` loses in the binding tails of a measure that it is part of. */
export function sharesOfTails(
  held: readonly HeldRow[],
  { bindingTails }: MeasureExplanation,
  cube: MarginCube,
): readonly Rational[] {
  return held.map(({ lots, row }) => {
    const perLot = bindingTails.map(({ weight, scenarios }) => {
      const [first] = scenarios;
      if (!first) return ZERO;
      const quanta = scenarios.reduce(
        (total, { index, weight: { numerator } }) =>
          total - BigInt(row.pnl[index]!) * BigInt(numerator),
        0n,
      );
      return multiply(weight, rational(quanta, BigInt(first.weight.denominator)));
    });
    return multiply(multiply(rational(BigInt(lots)), sum(perLot)), cube.minorPerQuantum);
  });
}

/** What each position loses in the worst scenario of the grid; nothing where none of them loses. */
function sharesOfScan(held: readonly HeldRow[], cube: MarginCube): readonly Rational[] {
  const { scenario, loss } = scanRisk(scanVector(held));
  return held.map(({ lots, row }) => {
    const quanta = loss > 0 ? -BigInt(lots) * BigInt(row.pnl[scenario]!) : 0n;
    return multiply(rational(quanta), cube.minorPerQuantum);
  });
}

/**
 * The shares in the market risk of a group in portfolio mode: `share` of what the position brings to
 * the classes together, the rest of what it brings to its class alone (margin-model.md c.3); classes
 * on the grid stand beside the others.
 * @param joint of the classes on scenarios together; undefined where there is only one, or another mode
 */
export function sharesOfGroup(
  classes: readonly { readonly risk: ClassRisk; readonly shares: readonly Alone[] }[],
  joint: MeasureExplanation | undefined,
  cube: MarginCube,
): readonly PositionShare[] {
  if (!joint)
    return classes.flatMap(({ shares }) =>
      shares.map((share) => ({ ...share, marketRisk: share.alone })),
    );
  const historical = classes.filter(({ risk }) => risk.model.method === 'fhs');
  const factor = ratio(
    sum(historical.map(({ risk }) => risk.marketRisk)),
    sum(historical.map(({ risk }) => risk.measure?.marketRisk ?? ZERO)),
  );
  const granted = cube.offsetShare;
  const refused = subtract(rational(1n), granted);
  return classes.flatMap(({ risk, shares }) => {
    if (risk.model.method !== 'fhs')
      return shares.map((share) => ({ ...share, marketRisk: share.alone }));
    const together = sharesOfTails(risk.held, joint, cube);
    return shares.map((share, i) => {
      const ofJoint = multiply(together[i]!, factor);
      const marketRisk = add(multiply(granted, ofJoint), multiply(refused, share.alone));
      return { ...share, joint: ofJoint, marketRisk };
    });
  });
}

/** `after / before`; 1 where there is nothing to be in proportion to. */
function ratio(after: Rational, before: Rational): Rational {
  return before.numerator === 0n ? rational(1n) : divide(after, before);
}
