/**
 * With s = f/(2+f), ln(1+f) = 2*artanh(s) = 2s + R(s^2)*s. This is R, for 1+f between the square
 * roots of 1/2 and 2, by the series of artanh: the first term left out is below 2^-58 of the sum.
 */
export function logarithmRemainder(s: number): number {
  const z = s * s;
  let sum = 2 / 27;
  sum = sum * z + 2 / 25;
  sum = sum * z + 2 / 23;
  sum = sum * z + 2 / 21;
  sum = sum * z + 2 / 19;
  sum = sum * z + 2 / 17;
  sum = sum * z + 2 / 15;
  sum = sum * z + 2 / 13;
  sum = sum * z + 2 / 11;
  sum = sum * z + 2 / 9;
  sum = sum * z + 2 / 7;
  sum = sum * z + 2 / 5;
  sum = sum * z + 2 / 3;
  return z * sum;
}
