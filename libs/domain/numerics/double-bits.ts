/**
 * Reads and builds binary64 numbers by their bits. One view serves all calls: nothing here is
 * asynchronous, and a value never outlives the call that wrote it. The byte order is fixed, so the
 * machine's own does not matter.
 */
const VIEW = new DataView(new ArrayBuffer(8));

/** The exponent `e` with `2^e <= |value| < 2^(e+1)`; only for finite, normal, non-zero numbers. */
export function exponentOf(value: number): number {
  VIEW.setFloat64(0, value);
  return ((VIEW.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** The number with the mantissa of `value` and the exponent 0: positive, in [1, 2). */
export function mantissaOf(value: number): number {
  VIEW.setFloat64(0, value);
  VIEW.setUint32(0, (VIEW.getUint32(0) & 0x000fffff) | 0x3ff00000);
  return VIEW.getFloat64(0);
}

/** `2^exponent`, exact, for exponents of normal numbers: -1022 to 1023. */
export function powerOfTwo(exponent: number): number {
  VIEW.setUint32(0, (exponent + 1023) << 20);
  VIEW.setUint32(4, 0);
  return VIEW.getFloat64(0);
}

/** `value * 2^exponent` for exponents down to -1075 and up to 1024, rounded once where it underflows. */
export function scaleByPowerOfTwo(value: number, exponent: number): number {
  if (exponent > 1023) return value * 2 * powerOfTwo(exponent - 1);
  if (exponent < -1022) return value * powerOfTwo(exponent + 64) * powerOfTwo(-64);
  return value * powerOfTwo(exponent);
}

/** The 64 bits of a number as 16 hexadecimal digits: what tests and logs compare bit for bit. */
export function bitsOf(value: number): string {
  VIEW.setFloat64(0, value);
  const [high, low] = [VIEW.getUint32(0), VIEW.getUint32(4)];
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
