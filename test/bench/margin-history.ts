import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';

/** One symbol's closes as an import takes them: pairs of date and close, oldest first. */
export type Closes = readonly (readonly [string, string])[];

/** Histories of the bench market: with them the margin model has {@link SCENARIOS} scenarios. */
export interface MarginHistory {
  /** Where the closes are from, as the report names it. */
  readonly source: string;
  readonly closes: ReadonlyMap<string, Closes>;
  /** The stress period: 250 dates of the joint history. */
  readonly stress: { readonly from: string; readonly to: string };
}

/** 1,249 of block F, as many of block T, 250 of block H (margin-model.md, section 0). */
export const SCENARIOS = 2_748;

/** Each underlying with the file of its closes and what they are multiplied with. */
const FILES = [
  ['SPX', 'spy.csv', 10],
  ['WTI', 'wti.csv', 1],
  ['BRENT', 'brent.csv', 1],
  ['XAU', 'xauusd.csv', 1],
] as const;
/** One index of volatility stands for all underlyings: there are closes of no other. */
const VOLATILITY_FILE = 'vix.csv';

export const UNDERLYINGS: readonly string[] = FILES.map(([symbol]) => symbol);
export const volatilitySymbolOf = (underlying: string): string => `${underlying}.VOL`;

const STRESS_FROM = '2008-09-01';
const STRESS_DATES = 250;
const DECIMALS = 6;

/** Real closes from the folder `shared/data` beside the project; made-up ones where it is missing. */
export function marginHistory(): MarginHistory {
  const folder = path.resolve(PROJECT_ROOT, '../shared/data');
  const names = [...FILES.map(([, file]) => file), VOLATILITY_FILE];
  const isThere = names.every((name) => fs.existsSync(path.join(folder, name)));
  const [source, read] = isThere
    ? ['real closes of SPY, WTI, Brent, gold and VIX', (name: string) => readCsv(folder, name)]
    : ['made-up closes (../shared/data is not there)', (name: string) => walk(names.indexOf(name))];
  const columns = names.map((name) => read(name));
  const dates = [...(columns[0]?.keys() ?? [])].filter((date) =>
    columns.every((column) => column.has(date)),
  );
  const closesOf = (column: number, scale: number): Closes =>
    dates.map((date) => {
      const close = scale * (columns[column]?.get(date) ?? Number.NaN);
      return [date, close.toFixed(DECIMALS)];
    });
  const closes = new Map<string, Closes>();
  FILES.forEach(([symbol, , scale], i) => {
    closes.set(symbol, closesOf(i, scale));
    closes.set(volatilitySymbolOf(symbol), closesOf(FILES.length, 1 / 100));
  });
  return { source, closes, stress: stressOf(dates) };
}

function stressOf(dates: readonly string[]): { from: string; to: string } {
  const first = dates.findIndex((date) => date >= STRESS_FROM);
  const [from, to] = [dates[first], dates[first + STRESS_DATES - 1]];
  if (from === undefined || to === undefined) throw new Error('the history has no stress period');
  return { from, to };
}

function readCsv(folder: string, name: string): Map<string, number> {
  const lines = fs.readFileSync(path.join(folder, name), 'utf8').trim().split(/\r?\n/).slice(1);
  return new Map(
    lines.map((line): [string, number] => {
      const [date = '', close] = line.split(',');
      return [date, Number(close)];
    }),
  );
}

const DAY_MS = 86_400_000;
const WALK_FROM_MS = Date.UTC(2006, 0, 2);
const WALK_DAYS = 4_700;

/** Closes of a random walk in quiet and in wild times, Mondays to Fridays. */
function walk(seed: number): Map<string, number> {
  const closes = new Map<string, number>();
  let [state, close] = [seed + 1, 100];
  for (let day = 0; day < WALK_DAYS; day++) {
    const date = new Date(WALK_FROM_MS + day * DAY_MS);
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue;
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const size = day % 970 < 200 ? 0.06 : 0.02;
    close = Math.min(1_000, Math.max(10, close * (1 + size * (state / 2 ** 31 - 0.5))));
    closes.set(date.toISOString().slice(0, 10), close);
  }
  return closes;
}
