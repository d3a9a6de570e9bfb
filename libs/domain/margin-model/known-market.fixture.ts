import type {
  FutureTerms,
  MarginMode,
  OptionTerms,
  PerpetualTerms,
} from '#libs/domain/reference-data/model.js';
import type {
  SurfaceSlice,
  VolatilitySurface,
} from '#libs/domain/volatility/volatility-surface.js';
import { readSmile, type SmileNode } from '#libs/domain/volatility/read-smile.js';
import type { AccountFacts } from './account-facts.js';
import { accountRequirement } from './account-requirement.js';
import { MarginBook } from './margin-book.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import type { PriceHistory } from './price-history.js';
import type { GroupBreakdown, RequirementBreakdown } from './requirement-breakdown.js';

/** The valuation instant of the markets of the tests. */
export const NOW_MS = Date.UTC(2026, 10, 20, 14);
const DAY_MS = 86_400_000;

/** An instant so many days after {@link NOW_MS}, as a file would write it. */
export const daysFromNow = (days: number): string =>
  new Date(NOW_MS + Math.round(days * DAY_MS)).toISOString();

const COMMON = { currency: 'USD', tickSize: '0.01', tickValueMinor: 1 };

/** A future that gains a dollar a point; its class is the part of its name before the hyphen. */
export function futureOn(id: string, given: Partial<FutureTerms> = {}): FutureTerms {
  const expiry = daysFromNow(30);
  return { id, type: 'future', underlying: classOf(id), ...COMMON, expiry, ...given };
}

export function perpetualOn(id: string, given: Partial<PerpetualTerms> = {}): PerpetualTerms {
  return { id, type: 'perpetual', underlying: classOf(id), ...COMMON, ...given };
}

/** A premium-style call of 30 days on the underlying itself, a dollar a point. */
export function optionOn(
  id: string,
  strike: string,
  given: Partial<OptionTerms> = {},
): OptionTerms {
  return {
    id,
    type: 'option',
    underlying: classOf(id),
    ...COMMON,
    expiry: daysFromNow(30),
    right: 'call',
    strike,
    premiumStyle: 'premium',
    exercise: 'cash',
    exerciseThreshold: '0.01',
    assignment: 'lottery',
    ...given,
  };
}

export const classOf = (id: string): string => id.split('-')[0] ?? id;

/** One slice of a surface from nodes of log-moneyness and volatility. */
export function slice(days: number, nodes: readonly (readonly [number, number])[]): SurfaceSlice {
  const smile = readSmile(
    nodes.map(([logMoneyness, volatility]): SmileNode => ({ logMoneyness, volatility })),
  );
  if (!smile.ok) throw new Error(smile.error.code);
  return { years: days / 365, smile: smile.value };
}

/** A surface of one level. */
export const flat = (volatility: number): VolatilitySurface => [slice(30, [[0, volatility]])];

/** Closes that begin at `start` and move by `changes`, one a day from `from` on. */
export function closesMovingBy(
  symbol: string,
  start: number,
  changes: readonly number[],
  from = Date.UTC(2019, 0, 1),
): PriceHistory {
  const closes = [start];
  for (const change of changes) closes.push(closes[closes.length - 1]! + change);
  return { symbol, closes, dates: datesFrom(from, closes.length) };
}

/** So many dates in a row. */
export const datesFrom = (firstMs: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(firstMs + i * DAY_MS).toISOString().slice(0, 10),
  );

/** A deterministic random walk with bursts; `seed` makes it another one. */
export function walk(symbol: string, seed: number, days = 300, start = 100): PriceHistory {
  const closes = [start];
  let state = seed;
  for (let i = 1; i < days; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const burst = i % 97 < 20 ? 0.06 : 0.02;
    closes.push(closes[i - 1]! * (1 + burst * (state / 2_147_483_648 - 0.5)));
  }
  return { symbol, closes, dates: datesFrom(Date.UTC(2019, 0, 1), days) };
}

export type Positions = Readonly<Record<string, number>>;

export function bookOf(positions: Positions, mode: MarginMode = 'portfolio'): MarginBook {
  const book = new MarginBook(mode);
  for (const [id, lots] of Object.entries(positions)) book.add(id, classOf(id), lots);
  return book;
}

export function requirementOf(
  cube: MarginCube,
  positions: Positions,
  mode: MarginMode = 'portfolio',
  facts?: AccountFacts,
): RequirementBreakdown {
  const result = accountRequirement(bookOf(positions, mode), cube, facts);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The one group of a book that has only one. */
export function groupOf(...given: Parameters<typeof requirementOf>): GroupBreakdown {
  const { groups } = requirementOf(...given);
  if (groups.length !== 1) throw new Error(`${groups.length} groups`);
  return groups[0]!;
}

/** Why a book has no requirement; undefined where it has one. */
export function failureOf(cube: MarginCube, positions: Positions): MarginFailure | undefined {
  const result = accountRequirement(bookOf(positions), cube);
  return result.ok ? undefined : result.error;
}
