/** From here on every binary64 number is an integer. */
const INTEGERS_FROM = 4503599627370496;
/** 1.5 * 2^52: numbers up to half of 2^52 in size, added to it, stay where the unit is 1. */
const MIDDLE = 6755399441055744;
const SMALL_BELOW = 2251799813685248;

/**
 * The nearest integer, halves to the even one. Adding a number of the size of 2^52 leaves no room
 * for a fraction, so the addition itself rounds, and IEEE 754 rounds halves to even. Never returns
 * -0. Small numbers of both signs take the same path: signs of scenarios cannot be predicted.
 */
export function roundHalfEven(value: number): number {
  if (value > -SMALL_BELOW && value < SMALL_BELOW) return value + MIDDLE - MIDDLE;
  if (value >= INTEGERS_FROM || value <= -INTEGERS_FROM) return value;
  if (value < 0) return 0 - (INTEGERS_FROM - value - INTEGERS_FROM);
  return value + INTEGERS_FROM - INTEGERS_FROM;
}
