const EXPONENT = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/**
 * A finite double as the shortest decimal that reads back as the same double, never with an
 * exponent: how analytics go into an event, so that whoever reads it has the very same number.
 */
export function plainDecimal(value: number): string {
  const text = String(value === 0 ? 0 : value);
  if (!text.includes('e')) return text;
  const [, sign = '', first = '', rest = '', exponent = ''] = EXPONENT.exec(text) ?? [];
  const digits = first + rest;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
}
