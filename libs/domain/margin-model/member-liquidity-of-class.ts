import { memberLiquidityCharges } from '#libs/domain/add-ons/member-liquidity.js';
import { toDouble, type Rational } from '#libs/domain/numerics/rational.js';
import type { LiquiditySettings } from '#libs/domain/reference-data/model.js';
import { classDelta } from './class-delta.js';
import type { HeldRow } from './class-holding.js';
import {
  deltaLiquidity,
  inQuanta,
  liquidityOfLots,
  relativeVolatility,
} from './liquidity-of-class.js';
import type { MarginCube } from './margin-cube.js';

/** What one account of a member holds of a class: at least one position. */
export interface AccountInClass {
  readonly account: string;
  readonly held: readonly HeldRow[];
}

/**
 * What the accounts of one member pay in a class beyond their own liquidity charges, so that splitting
 * a position over accounts does not reduce the charge (margin-model.md d.1). Vega is left out: its
 * charge grows in proportion, so that splitting cannot reduce it.
 * @returns minor units of the base currency by account, for those that pay something
 */
export function memberLiquidity(
  accounts: readonly AccountInClass[],
  settings: LiquiditySettings,
  cube: MarginCube,
): ReadonlyMap<string, Rational> {
  const [first] = accounts;
  if (!first || accounts.length < 2) return new Map();
  const volatility = relativeVolatility(first.held, cube);
  const deltas = accounts.map(({ account, held }) => ({ account, delta: classDelta(held, cube) }));
  const total = (sizes: readonly number[]): number =>
    sizes.reduce((sum, size) => sum + Math.abs(size), 0);
  const lots = total(deltas.map(({ delta }) => toDouble(delta.lots)));
  if (lots === 0) return new Map();
  // The accounts' lots may be of contracts of different value: together they count at the mean.
  const lotValue = total(deltas.map(({ delta }) => toDouble(delta.notionalMinor))) / lots;
  const extra = memberLiquidityCharges(
    deltas.map(({ account, delta }) => ({
      account,
      netLots: toDouble(delta.lots),
      charge: deltaLiquidity(delta, settings, volatility),
    })),
    (netLots) => liquidityOfLots(netLots, lotValue, settings, volatility),
  );
  return new Map([...extra].map(([account, minor]) => [account, inQuanta(minor, cube)]));
}
