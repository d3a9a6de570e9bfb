import { parse } from 'csv-parse/sync';
import { isDate } from '#libs/domain/kernel/instant.js';
import type { OptionRight } from '#libs/domain/reference-data/model.js';
import { BackTestError } from '../back-test-error.js';

/** One option at the close of a day, as a file of the market has it; prices in index points. */
export interface OptionQuote {
  /** Expiry, strike and right: the same on every day. */
  readonly contract: string;
  /** YYYY-MM-DD. */
  readonly expiry: string;
  readonly strike: number;
  readonly right: OptionRight;
  readonly close: number;
  /** As the file's own model has it, per root year. */
  readonly impliedVolatility: number;
}

const RIGHTS: Readonly<Record<string, OptionRight>> = { C: 'call', P: 'put' };
const COLUMN = { expiry: 0, strike: 1, right: 2, close: 6, impliedVolatility: 9 } as const;

/**
 * Reads the options of one day: CSV with a header that begins with `#`, columns expiry (YYYYMMDD),
 * strike, right, open, high, low, close, volume, open interest, implied volatility.
 * @throws BackTestError that names the line
 */
export function readOptionQuotes(text: string, file: string): OptionQuote[] {
  const rows: string[][] = parse(text, { trim: true, skip_empty_lines: true, from_line: 2 });
  return rows.map((row, i) => {
    const [year, month, day] = [
      [0, 4],
      [4, 6],
      [6, 8],
    ].map(([from, to]) => row[COLUMN.expiry]?.slice(from, to));
    const expiry = `${year}-${month}-${day}`;
    const right = RIGHTS[row[COLUMN.right] ?? ''];
    const [strike, close, volatility] = [COLUMN.strike, COLUMN.close, COLUMN.impliedVolatility].map(
      (column) => Number(row[column]),
    );
    const isQuote = isDate(expiry) && right !== undefined && Number(strike) > 0;
    if (!isQuote || !(Number(close) >= 0)) {
      throw new BackTestError(`${file} line ${i + 2} is not an option: ${row.join(',')}`);
    }
    return {
      contract: `${expiry} ${strike} ${right}`,
      expiry,
      strike: strike ?? 0,
      right,
      close: close ?? 0,
      impliedVolatility: volatility ?? 0,
    };
  });
}
