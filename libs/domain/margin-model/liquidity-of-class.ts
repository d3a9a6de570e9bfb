import { invariant } from '#libs/domain/kernel/assert.js';
import {
  horizonExtension,
  liquidityCharge,
  vegaLiquidityCharge,
} from '#libs/domain/add-ons/liquidity-charge.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import {
  multiply,
  rational,
  toDouble,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { LiquiditySettings } from '#libs/domain/reference-data/model.js';
import { TENOR_DAYS, tenorPosition } from '#libs/domain/volatility/tenor-buckets.js';
import type { HeldRow } from './class-holding.js';
import type { ClassDelta } from './class-delta.js';
import type { ClassRisk } from './class-risk.js';
import type { MarginCube } from './margin-cube.js';

/** The liquidity block of a class, where the add-on is on. */
export function liquiditySettings(
  cube: MarginCube,
  underlying: string,
): LiquiditySettings | undefined {
  return cube.settings.model.liquidityAddOn ? cube.underlying(underlying).liquidity : undefined;
}

/**
 * LIQ_c (margin-model.md d.1): what closing the net delta-equivalent lots of a class costs, the cost
 * of closing its vega, and where it is on the extension of the horizon. Minor units, in whole quanta.
 */
export function liquidityOfClass(risk: ClassRisk, cube: MarginCube): Rational {
  const { underlying } = risk.holding;
  const settings = liquiditySettings(cube, underlying);
  if (!settings) return ZERO;
  const delta = deltaLiquidity(risk.delta, settings, relativeVolatility(risk.held, cube));
  const vega = vegaLiquidityCharge(vegaByTenor(risk.held), Number(settings.halfSpreadVolatility));
  return inQuanta(delta + vega + extension(risk, settings, cube), cube);
}

/**
 * The part for delta of so many net lots, in minor units of the base currency.
 * @param volatility daily, relative to the price
 */
export function deltaLiquidity(
  { lots, notionalMinor }: ClassDelta,
  settings: LiquiditySettings,
  volatility: number,
): number {
  const netLots = toDouble(lots);
  if (netLots === 0) return 0;
  return liquidityOfLots(netLots, toDouble(notionalMinor) / netLots, settings, volatility);
}

/** The same for lots of one value, in the unit of the value. */
export function liquidityOfLots(
  netLots: number,
  value: number,
  settings: LiquiditySettings,
  volatility: number,
): number {
  const terms = {
    lotValue: value,
    halfSpread: Number(settings.halfSpread),
    dailyVolatility: volatility,
    averageDailyVolume: Number(settings.averageDailyVolume),
  };
  return liquidityCharge(terms, netLots);
}

/** A charge in double precision as a whole number of quanta, exact in minor units. */
export function inQuanta(minor: number, cube: MarginCube): Rational {
  const quanta = roundHalfEven(minor / toDouble(cube.minorPerQuantum));
  return multiply(rational(BigInt(quanta)), cube.minorPerQuantum);
}

/** ES at 99 % of a normal in its standard deviations: what a scan range is read as. */
const SHORTFALL_OF_NORMAL = 2.6652;

/**
 * The daily volatility of a class relative to its price: that of block F, whatever its returns are
 * measured in; without scenarios what the scan range says, read as a shortfall of 99 % over the
 * horizon.
 */
export function relativeVolatility(held: readonly HeldRow[], cube: MarginCube): number {
  const [first] = held;
  invariant(first, 'a class that is held has a position');
  const { model, values } = first.row;
  if (model.method === 'scan') {
    const { horizonDays } = cube.group(cube.underlying(values.underlying).liquidationGroup);
    return Number(model.scan.priceRange) / (SHORTFALL_OF_NORMAL * Math.sqrt(horizonDays));
  }
  const { returnKind, shift, volatility } = model.factor;
  const price = Math.abs(values.option?.forward ?? values.price);
  if (returnKind === 'log' || price === 0) return volatility.current;
  return (volatility.current * (returnKind === 'absolute' ? 1 : Math.abs(price + shift))) / price;
}

/** Vega per 1.00 of volatility by tenor bucket, each expiry shared between its neighbours. */
export function vegaByTenor(held: readonly HeldRow[]): readonly number[] {
  const vegas = TENOR_DAYS.map(() => 0);
  for (const { lots, row } of held) {
    const { option } = row.values;
    if (!option) continue;
    const { lower, upper, share } = tenorPosition(option.yearsToExpiry);
    const vega = lots * option.vegaMinor;
    vegas[lower] = vegas[lower]! + (1 - share) * vega;
    vegas[upper] = vegas[upper]! + share * vega;
  }
  return vegas;
}

function extension(risk: ClassRisk, settings: LiquiditySettings, cube: MarginCube): number {
  const { enabled, participation } = cube.settings.model.horizonExtension;
  if (!enabled) return 0;
  const { horizonDays } = cube.group(cube.underlying(risk.holding.underlying).liquidationGroup);
  const { multiplier } = horizonExtension(
    toDouble(risk.delta.lots),
    Number(settings.averageDailyVolume),
    Number(participation),
    horizonDays,
  );
  return (multiplier - 1) * toDouble(risk.marketRisk);
}
