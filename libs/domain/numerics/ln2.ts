/**
 * The natural logarithm of 2 in two parts: the first has 40 significant bits, so that its product
 * with any exponent of a binary64 number is exact; the second is the rest.
 */
export const LN2_HIGH = 0.6931471805592082;
export const LN2_LOW = 7.371002565167799e-13;
export const LN2_INVERSE = 1.4426950408889634;
/** The square roots that bound the mantissas of a logarithm around 1. */
export const SQRT2 = Math.sqrt(2);
export const SQRT_HALF = Math.sqrt(0.5);
