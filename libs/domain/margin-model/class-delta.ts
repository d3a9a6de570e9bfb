import { add, rational, toDouble, ZERO, type Rational } from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { HeldRow } from './class-holding.js';
import type { MarginCube } from './margin-cube.js';
import { DELTA_UNITS } from './unit-values.js';

const UNITS = BigInt(DELTA_UNITS);
const EXACT = Number.MAX_SAFE_INTEGER;

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
  // In binary64 for as long as that is exact.
  let [small, units] = [0, 0n];
  let notionalMinor = ZERO;
  for (const position of held) {
    const { instrument, delta } = position.row.values;
    const ofOneLot = roundHalfEven(delta * cube.lotShare(instrument));
    const sum = small + position.lots * ofOneLot;
    if (Math.abs(position.lots * ofOneLot) <= EXACT && Math.abs(sum) <= EXACT) small = sum;
    else units += BigInt(position.lots) * BigInt(ofOneLot);
    notionalMinor = add(notionalMinor, deltaNotional(position));
  }
  return { lots: rational(units + BigInt(small), UNITS), notionalMinor };
}

/** The delta notional of one position with its sign, minor units of the base currency. */
export function deltaNotional({ lots, row }: HeldRow): Rational {
  const { numerator, denominator } = row.deltaNotionalMinor;
  return { numerator: BigInt(lots) * numerator, denominator };
}

/** Delta-equivalent lots as a double, for what is no exact sum anyway. */
export const lotsOf = ({ lots }: ClassDelta): number => toDouble(lots);
