import type { HouseState } from '#libs/domain/house/house-state.js';
import { DAY_MS } from '#libs/domain/kernel/instant.js';
import { yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import { flatSmile, readSmile } from '#libs/domain/volatility/read-smile.js';
import {
  surfaceVolatility,
  type SurfaceSlice,
  type VolatilitySurface,
} from '#libs/domain/volatility/volatility-surface.js';

/** A slice and what it was made of: an expiry date, or `30 days` for a level. */
export interface NamedSlice extends SurfaceSlice {
  readonly name: string;
}

const DAYS_OF_YEAR = 365;

/**
 * The volatility surface of an underlying at `nowMs`, the valuation instant (margin-model.md a.4 and
 * section 0): its smiles, if it has any that is not over, else its at-the-money levels, each flat at
 * its tenor; undefined with neither. What it says changes with {@link volatilityVersion}, with `nowMs`
 * and with the reference data, and with nothing else.
 */
export function surfaceOf(
  house: HouseState,
  underlying: string,
  nowMs: number,
): VolatilitySurface | undefined {
  const smiles = smileSlices(house, underlying, nowMs);
  const [first, ...later] = smiles.length > 0 ? smiles : levelSlices(house, underlying);
  return first && [first, ...later];
}

/** Grows with every change of the volatilities held for an underlying; 0 while there is none. */
export function volatilityVersion(house: HouseState, underlying: string): number {
  return house.market.volatilities.get(underlying)?.version ?? 0;
}

/**
 * The volatility per root year at log-moneyness 0 and `days` (of 365 a year) on the surface at
 * `nowMs`; undefined without a surface.
 */
export function atTheMoneyVolatility(
  house: HouseState,
  underlying: string,
  days: number,
  nowMs: number,
): number | undefined {
  const surface = surfaceOf(house, underlying, nowMs);
  return surface && surfaceVolatility(surface, 0, days / DAYS_OF_YEAR);
}

/** The smiles of an underlying that are not over at `nowMs`, by ascending expiry. */
export function smileSlices(house: HouseState, underlying: string, nowMs: number): NamedSlice[] {
  const slices: NamedSlice[] = [];
  const smiles = house.market.volatilities.get(underlying)?.smiles;
  if (!smiles || smiles.size === 0) return slices;
  const instants = expiryInstants(house, underlying);
  for (const [name, { nodes }] of smiles) {
    const years = yearsToExpiry(expiryInstant(instants, name), nowMs);
    if (!(years > 0)) continue;
    // Events from before smiles were checked may hold one that is none: nothing can be read off it.
    const smile = readSmile(nodes);
    if (smile.ok) slices.push({ name, years, smile: smile.value });
  }
  return slices.sort((a, b) => a.years - b.years);
}

/** The at-the-money levels of an underlying as flat slices, by ascending tenor. */
export function levelSlices(house: HouseState, underlying: string): NamedSlice[] {
  const slices: NamedSlice[] = [];
  for (const [days, { volatility }] of house.market.volatilities.get(underlying)?.levels ?? []) {
    const smile = flatSmile(volatility);
    if (smile.ok) slices.push({ ...tenorOf(days), smile: smile.value });
  }
  return slices.sort((a, b) => a.years - b.years);
}

/** A tenor as a slice is named and timed. */
export function tenorOf(days: number): { readonly name: string; readonly years: number } {
  return { name: `${days} days`, years: days / DAYS_OF_YEAR };
}

/** When the volatilities of an underlying for an expiry date end; NaN when that is no date. */
export function expiryMsOf(house: HouseState, underlying: string, expiry: string): number {
  return expiryInstant(expiryInstants(house, underlying), expiry);
}

/** By UTC day since 1970: the last expiry instant on it of an instrument of the underlying. */
function expiryInstants(house: HouseState, underlying: string): ReadonlyMap<number, number> {
  const instants = new Map<number, number>();
  for (const { expiryMs } of house.reference?.instrumentsOfUnderlying.get(underlying) ?? []) {
    if (expiryMs === undefined) continue;
    const day = Math.floor(expiryMs / DAY_MS);
    instants.set(day, Math.max(expiryMs, instants.get(day) ?? expiryMs));
  }
  return instants;
}

/**
 * The time to expiry ends at the expiry instant of what is listed, also where a smile names only the
 * date (margin-model.md section 0). Where nothing expires on the date it ends with the date's last
 * millisecond: that is still of the date, so two dates never have the same end.
 */
function expiryInstant(instants: ReadonlyMap<number, number>, expiry: string): number {
  const startMs = Date.parse(`${expiry}T00:00:00.000Z`);
  return instants.get(startMs / DAY_MS) ?? startMs + DAY_MS - 1;
}
