import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { isDate } from '#libs/domain/kernel/instant.js';
import { RefusedError, WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';

export async function importHistory(
  options: { symbol: string; file: string; scale?: string; by: string },
  command: Command,
): Promise<void> {
  const { symbol, file, by } = options;
  const scale: string | undefined = options.scale;
  if (scale !== undefined && !isDecimal(scale)) {
    throw new WrongUseError(`--scale: "${options.scale}" is not a decimal such as 0.01`);
  }
  const closes = await readCloses(file);
  const client = operatorClient(globalsOf(command).ledger);
  const answer = await client.importHistory(symbol, closes, {
    by,
    ...(scale === undefined ? {} : { scale }),
  });
  outputOf(command).result(
    answer,
    () =>
      `${symbol}: ${closes.length} closes from ${closes[0]?.[0]} to ${closes.at(-1)?.[0]} imported`,
  );
}

interface CsvRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** Reads a file of closes, oldest first. @throws RefusedError that names file, line and mend; WrongUseError when it is not there */
async function readCloses(file: string): Promise<[string, string][]> {
  const { parse } = await import('csv-parse/sync');
  let rows: CsvRow[];
  try {
    const content = await readFile(file);
    rows = parse<CsvRow>(content, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new WrongUseError(`there is no file ${file}`);
    throw new RefusedError(`${file}: ${message}`);
  }
  const [first] = rows;
  if (!first) throw new RefusedError(`${file}: holds no rows`);
  for (const column of ['date', 'close']) {
    if (!(column in first.record)) {
      const there = Object.keys(first.record).join(', ');
      throw new RefusedError(`${file}: has no column ${column}; its columns are ${there}`);
    }
  }
  return rows.map(({ record, info }) => readClose(file, info.lines, record)).sort(byDate);
}

function readClose(
  file: string,
  line: number,
  { date = '', close = '' }: Record<string, string>,
): [string, string] {
  const place = `${file} line ${line}: "${date}"`;
  if (!isDate(date)) throw new RefusedError(`${place} is not a date`);
  const plain = normalised(close);
  if (plain === undefined) {
    throw new RefusedError(`${file} line ${line}: the close "${close}" is not a decimal`);
  }
  return [date, plain];
}

/** Files write `.5`, `+1` and `05.10` where messages may not; anything else is no decimal. */
function normalised(text: string): string | undefined {
  const [, sign, whole, fraction] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined || (whole === '' && !fraction)) return undefined;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const decimal = `${sign === '-' ? '-' : ''}${digits}${fraction ? `.${fraction}` : ''}`;
  return isDecimal(decimal) ? decimal : undefined;
}

function byDate([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
