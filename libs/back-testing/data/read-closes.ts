import { parse } from 'csv-parse/sync';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { isDate } from '#libs/domain/kernel/instant.js';
import { BackTestError } from '../back-test-error.js';

/** Daily closes as they stand in a file: dates ascending, each once. */
export interface DailyCloses {
  readonly dates: readonly string[];
  readonly closes: readonly number[];
}

/** Which rows of a file count. */
export interface RowRules {
  /** Closes are multiplied by it. */
  readonly scale: number;
  readonly tradesAtWeekends: boolean;
  readonly leftOut: readonly string[];
}

/** Daily closes with what was left out of them. */
export interface ReadCloses extends DailyCloses {
  readonly weekendRows: number;
  readonly rowsLeftOut: number;
}

/**
 * Reads closes from the text of a CSV file with the columns `date` and `close`, oldest first. A row
 * of a Saturday or Sunday counts where the market trades then; elsewhere it is the first hours of
 * Monday, and left out.
 * @throws BackTestError that names file, line and mend
 */
export function readCloses(text: string, file: string, rules: RowRules): ReadCloses {
  const records: Record<string, string>[] = parse(text, {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
  });
  const dates: string[] = [];
  const closes: number[] = [];
  let [weekendRows, rowsLeftOut] = [0, 0];
  for (const [i, { date, close }] of records.entries()) {
    const line = `${file} line ${i + 2}`;
    if (!isDate(date)) throw new BackTestError(`${line}: "${date}" is not a date`);
    if (!isDecimal(close)) throw new BackTestError(`${line}: "${close}" is not a close`);
    if (!rules.tradesAtWeekends && isWeekend(date)) weekendRows += 1;
    else if (rules.leftOut.includes(date)) rowsLeftOut += 1;
    else {
      const before = dates.at(-1);
      if (before !== undefined && before >= date) {
        throw new BackTestError(`${line}: ${date} does not come after ${before}`);
      }
      dates.push(date);
      closes.push(Number(close) * rules.scale);
    }
  }
  return { dates, closes, weekendRows, rowsLeftOut };
}

function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00.000Z`).getUTCDay();
  return day === 0 || day === 6;
}
