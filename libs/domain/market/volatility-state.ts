import type { ObservedVolatility } from '#libs/domain/events/market-events.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { DAY_MS, parseInstant, utcDate } from '#libs/domain/kernel/instant.js';
import type { SmileNode } from '#libs/domain/volatility/read-smile.js';

/** Days of an at-the-money level that names no tenor. */
export const TENOR_DAYS_DEFAULT = 30;

/** Where the volatilities of an expiry date or a tenor come from. */
interface Origin {
  /** Of the observation that counts. */
  readonly source: string;
  readonly observedAtMs: number;
  /** When the last observation of each source was made: what is older from there is no news. */
  readonly observedAtMsBySource: ReadonlyMap<string, number>;
}

/** The accepted volatilities of one expiry date, per root year, as they came. */
export interface AcceptedSmile extends Origin {
  readonly nodes: readonly SmileNode[];
}

/** The accepted at-the-money volatility of one tenor, per root year. */
export interface AcceptedLevel extends Origin {
  readonly volatility: number;
}

/** What is known of the volatilities of one underlying (margin-model.md a.4). */
export interface UnderlyingVolatility {
  /** By expiry date, YYYY-MM-DD. */
  readonly smiles: Map<string, AcceptedSmile>;
  /** By days of the tenor. */
  readonly levels: Map<number, AcceptedLevel>;
  /** Grows with every change of a smile or a level; an observation that repeats the one held is none. */
  version: number;
}

/** By underlying. */
export type VolatilityState = Map<string, UnderlyingVolatility>;

/** What an observation says, in doubles: a smile of an expiry date, or a level at a tenor. */
export type VolatilityQuote =
  | { readonly kind: 'smile'; readonly expiry: string; readonly nodes: readonly SmileNode[] }
  | { readonly kind: 'level'; readonly tenorDays: number; readonly volatility: number };

/**
 * Reads an observation without judging it. One that has an expiry or nodes means to be a smile; what
 * is missing comes out as no nodes, an empty date or NaN.
 */
export function quoteOf(observed: Omit<ObservedVolatility, 'underlying'>): VolatilityQuote {
  const { expiry, nodes, volatility, tenorDays = TENOR_DAYS_DEFAULT } = observed;
  if (expiry === undefined && nodes === undefined)
    return { kind: 'level', tenorDays, volatility: Number(volatility) };
  const numbers = (nodes ?? []).map((node) => ({
    logMoneyness: Number(node.logMoneyness),
    volatility: Number(node.volatility),
  }));
  return { kind: 'smile', expiry: expiry ?? '', nodes: numbers };
}

/**
 * Whether an observation counts: it is at least as new as the last one of its source for the same
 * underlying and expiry date, or tenor. Of several sources the last to come counts, as with prices.
 */
export function isVolatilityNews(state: VolatilityState, observed: ObservedVolatility): boolean {
  const held = heldFor(state.get(observed.underlying), quoteOf(observed));
  const last = held?.observedAtMsBySource.get(observed.source);
  return last === undefined || instant(observed.observedAt) >= last;
}

/**
 * Takes an accepted observation in the place of what was held for its expiry date or tenor; old news
 * changes nothing. @returns whether a volatility of the underlying changed
 */
export function takeVolatility(state: VolatilityState, observed: ObservedVolatility): boolean {
  if (!isVolatilityNews(state, observed)) return false;
  const { underlying, source } = observed;
  let held = state.get(underlying);
  if (!held) state.set(underlying, (held = { smiles: new Map(), levels: new Map(), version: 0 }));
  const observedAtMs = instant(observed.observedAt);
  const quote = quoteOf(observed);
  const before = heldFor(held, quote);
  const bySource = new Map(before?.observedAtMsBySource).set(source, observedAtMs);
  const origin = { source, observedAtMs, observedAtMsBySource: bySource };
  let changed: boolean;
  if (quote.kind === 'smile') {
    const { expiry, nodes } = quote;
    changed = !isSameSmile(held.smiles.get(expiry)?.nodes, nodes);
    held.smiles.set(expiry, { nodes, ...origin });
    forgetSmilesOver(held, observedAtMs);
  } else {
    const { tenorDays, volatility } = quote;
    changed = held.levels.get(tenorDays)?.volatility !== volatility;
    held.levels.set(tenorDays, { volatility, ...origin });
  }
  if (changed) held.version += 1;
  return changed;
}

function heldFor(
  held: UnderlyingVolatility | undefined,
  quote: VolatilityQuote,
): AcceptedSmile | AcceptedLevel | undefined {
  return quote.kind === 'smile'
    ? held?.smiles.get(quote.expiry)
    : held?.levels.get(quote.tenorDays);
}

function isSameSmile(held: readonly SmileNode[] | undefined, nodes: readonly SmileNode[]): boolean {
  return (
    held?.length === nodes.length &&
    nodes.every(({ logMoneyness, volatility }, i) => {
      const other = held[i];
      return other?.logMoneyness === logMoneyness && other.volatility === volatility;
    })
  );
}

/**
 * Dates that ended more than a day before an observation serve nobody any more. It goes by the
 * observation and not by the ledger's clock, so that an underlying depends on its own events alone.
 */
function forgetSmilesOver(held: UnderlyingVolatility, observedAtMs: number): void {
  const yesterday = utcDate(observedAtMs - DAY_MS);
  for (const expiry of held.smiles.keys()) if (expiry < yesterday) held.smiles.delete(expiry);
}

const instant = (text: string): number => {
  const ms = parseInstant(text);
  invariant(ms !== undefined, () => `${text} in an event is not an instant`);
  return ms;
};
