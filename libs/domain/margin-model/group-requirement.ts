import {
  absolute,
  add,
  maximum,
  multiply,
  subtract,
  sum,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';

/** Components of one group's requirement; exact, in minor units of the base currency. */
export interface GroupComponents {
  readonly marketRisk: Rational;
  readonly extendedMoves: Rational;
  readonly shortOptionMinimum: Rational;
  readonly floor: Rational;
  readonly liquidity: Rational;
  readonly wrongWay: Rational;
  readonly correlationBreak: Rational;
  /** Signed market value of premium-style options: positive when the account is long of them. */
  readonly netOptionValue: Rational;
}

/**
 * Market risk of a group in portfolio mode: max(M_g, D_g - share*(D_g - M_g)) with D_g the sum of
 * the classes (margin-model.md c.3): at most `share` of the diversification benefit is granted.
 */
export function offsetCap(
  joint: Rational,
  classes: readonly Rational[],
  share: Rational,
): Rational {
  const standAlone = sum(classes);
  return maximum(joint, subtract(standAlone, multiply(share, subtract(standAlone, joint))));
}

/** TR_g, rows 6 to 8 of margin-model.md section 0: floors, then add-ons, then the option value. */
export function groupRequirement(components: GroupComponents): Rational {
  const { marketRisk, extendedMoves, shortOptionMinimum, floor } = components;
  const floored = [extendedMoves, shortOptionMinimum, floor].reduce(maximum, marketRisk);
  const { liquidity, wrongWay, correlationBreak, netOptionValue } = components;
  const margin = [liquidity, wrongWay, correlationBreak].reduce(add, floored);
  if (netOptionValue.numerator > 0n) return maximum(ZERO, subtract(margin, netOptionValue));
  return add(margin, absolute(netOptionValue));
}
