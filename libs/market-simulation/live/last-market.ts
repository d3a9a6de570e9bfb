import type { OperatorClient } from '#libs/operator-client/operator-client.js';
import { LAST_MARKET_EVENTS } from '../limits.js';

/** What was quoted last, so that prices go on from there. */
export interface LastMarket {
  /** By symbol. */
  readonly prices: ReadonlyMap<string, string>;
  /** The nearest at-the-money volatility of each underlying, with its years to go. */
  readonly volatilities: ReadonlyMap<string, QuotedLevel>;
}

export interface QuotedLevel {
  readonly volatility: number;
  readonly years: number;
}

interface EventItem {
  readonly type: string;
  readonly payload: unknown;
}

interface ObservedVolatility {
  readonly underlying: string;
  readonly observedAt: string;
  readonly volatility?: string;
  readonly tenorDays?: number;
  readonly expiry?: string;
  readonly nodes?: readonly { readonly logMoneyness: string; readonly volatility: string }[];
}

const YEAR_MS = 365 * 86_400_000;
const DAYS_OF_YEAR = 365;

/** Reads the last prices and volatilities from the end of the ledger. @throws OperatorProblem */
export async function readLastMarket(client: OperatorClient): Promise<LastMarket> {
  const { lastPosition } = (await client.get('status')) as { readonly lastPosition: number };
  const after = Math.max(0, lastPosition - LAST_MARKET_EVENTS);
  const page = await client.get('events', { after, limit: LAST_MARKET_EVENTS });
  const { items } = page as { readonly items: readonly EventItem[] };
  return lastMarketOf(items);
}

/** @param events in ledger order */
export function lastMarketOf(events: readonly EventItem[]): LastMarket {
  const prices = new Map<string, string>();
  const volatilities = new Map<string, QuotedLevel>();
  for (const { type, payload } of events) {
    if (type === 'PricesObserved') {
      const observed = payload as { readonly prices: readonly { symbol: string; price: string }[] };
      for (const { symbol, price } of observed.prices) prices.set(symbol, price);
    } else if (type === 'PriceJudged') {
      const { symbol, combined } = payload as { symbol: string; combined?: string };
      if (combined !== undefined) prices.set(symbol, combined);
    } else if (type === 'VolatilitiesObserved') {
      const observed = payload as { readonly volatilities: readonly ObservedVolatility[] };
      for (const each of observed.volatilities) takeLevel(volatilities, each);
    }
  }
  return { prices, volatilities };
}

function takeLevel(held: Map<string, QuotedLevel>, observed: ObservedVolatility): void {
  const level = levelOf(observed);
  const before = held.get(observed.underlying);
  // Smiles of far expiries say less of the level; of the nearest one the latest counts.
  if (level === undefined || (before && level.years > before.years)) return;
  held.set(observed.underlying, level);
}

function levelOf(observed: ObservedVolatility): QuotedLevel | undefined {
  const { expiry, nodes, volatility, tenorDays, observedAt } = observed;
  if (tenorDays !== undefined && volatility !== undefined)
    return { volatility: Number(volatility), years: tenorDays / DAYS_OF_YEAR };
  const atTheMoney = nodes?.find(({ logMoneyness }) => Number(logMoneyness) === 0);
  if (expiry === undefined || !atTheMoney) return undefined;
  const years = (Date.parse(`${expiry}T23:59:59.999Z`) - Date.parse(observedAt)) / YEAR_MS;
  return { volatility: Number(atTheMoney.volatility), years };
}
