/** From here on every binary64 number is an integer. */
const INTEGERS_FROM = 4503599627370496;

/**
 * The nearest integer, halves to the even one. Adding 2^52 leaves no room for a fraction, so the
 * addition itself rounds, and IEEE 754 rounds halves to even. Never returns -0.
 */
export function roundHalfEven(value: number): number {
  if (value >= INTEGERS_FROM || value <= -INTEGERS_FROM) return value;
  if (value < 0) return 0 - (INTEGERS_FROM - value - INTEGERS_FROM);
  return value + INTEGERS_FROM - INTEGERS_FROM;
}
