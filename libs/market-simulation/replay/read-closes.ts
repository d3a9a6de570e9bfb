import { parse } from 'csv-parse/sync';
import { formatDecimal, isDecimal, parseDecimal } from '#libs/domain/kernel/decimal.js';
import { isDate } from '#libs/domain/kernel/instant.js';
import { isWeekend } from '../prices/business-days.js';

export type Close = readonly [date: string, close: string];

/** A file of closes that cannot be read; the message names the line and the mend. */
export class ClosesFileError extends Error {
  override readonly name = 'ClosesFileError';
}

/**
 * Reads daily closes from the text of a CSV file with the columns `date` and `close`, oldest first.
 * Rows of a Saturday or Sunday are left out: they are the first hours of Monday's trading.
 * @param scale every close is multiplied by it, exactly
 * @throws ClosesFileError
 */
export function readCloses(text: string, file: string, scale: string): Close[] {
  const factor = parseDecimal(scale);
  const records = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  const closes: Close[] = [];
  for (const [i, { date, close }] of (records as Record<string, string>[]).entries()) {
    const line = `${file} line ${i + 2}`;
    if (!isDate(date)) throw new ClosesFileError(`${line}: "${date}" is not a date`);
    if (!isDecimal(close)) throw new ClosesFileError(`${line}: "${close}" is not a close`);
    if (isWeekend(date)) continue;
    const before = closes.at(-1)?.[0];
    if (before !== undefined && before >= date) {
      throw new ClosesFileError(`${line}: ${date} does not come after ${before}`);
    }
    const { units, scale: decimals } = parseDecimal(close);
    const product = { units: units * factor.units, scale: decimals + factor.scale };
    closes.push([date, formatDecimal(parseDecimal(formatDecimal(product)))]);
  }
  return closes;
}
