import { add, rational, toDouble, ZERO, type Rational } from '#libs/domain/numerics/rational.js';
import { ExactTally } from '#libs/domain/numerics/exact-tally.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { HeldRow } from './class-holding.js';
import type { MarginCube } from './margin-cube.js';
import { DELTA_UNITS } from './unit-values.js';

const UNITS = BigInt(DELTA_UNITS);

/** What positions of one class amount to in its underlying; exact. */
export interface ClassDelta {
  /** Net delta-equivalent lots of the largest contract that is listed on the underlying. */
  readonly lots: Rational;
  /** Net delta notional with its sign, minor units of the base currency. */
  readonly notionalMinor: Rational;
}

/**
 * The net delta of positions of one class: options by their delta, small contracts by their share of
 * the largest one.
 */
export function classDelta(held: readonly HeldRow[], cube: MarginCube): ClassDelta {
  const units = new ExactTally();
  let notionalMinor = ZERO;
  for (const position of held) {
    const { instrument, delta } = position.row.values;
    units.add(position.lots, roundHalfEven(delta * cube.lotShare(instrument)));
    notionalMinor = add(notionalMinor, deltaNotional(position));
  }
  return { lots: rational(units.total, UNITS), notionalMinor };
}

/** The delta notional of one position with its sign, minor units of the base currency. */
export function deltaNotional({ lots, row }: HeldRow): Rational {
  const { numerator, denominator } = row.deltaNotionalMinor;
  return { numerator: BigInt(lots) * numerator, denominator };
}

/** Delta-equivalent lots as a double, for what is no exact sum anyway. */
export const lotsOf = ({ lots }: ClassDelta): number => toDouble(lots);
