import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { ceilDiv, floorDiv } from '#libs/domain/kernel/rounding.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import {
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';

/**
 * What units of an asset bring at the last accepted price and rate, in minor units of the base currency,
 * rounded down; zero where there never was one. No haircut: a haircut is for the days until now.
 */
export function realisedMinor(house: HouseState, asset: CollateralAsset, units: bigint): bigint {
  const price = lastPriceOf(house, asset);
  return price === undefined ? 0n : proceedsMinor(house, asset, units, price);
}

/** What units of an asset bring at a price for one unit in its own currency. */
export function proceedsMinor(
  house: HouseState,
  asset: CollateralAsset,
  units: bigint,
  price: Rational,
): bigint {
  const { baseCurrency, baseScale } = referenceOf(house);
  const rate = exchangeRate(house, asset.currency, baseCurrency);
  if (!rate) return 0n;
  const quantity = rational(units, 10n ** BigInt(asset.scale));
  const value = multiply(multiply(quantity, price), rate);
  const minor = floorDiv(value.numerator * 10n ** BigInt(baseScale), value.denominator);
  return minor > 0n ? minor : 0n;
}

/** The price of one unit of an asset from the price that is quoted for `priceUnit` of them. */
export const priceOfUnit = (asset: CollateralAsset, price: string): Rational =>
  divide(rationalFromDecimal(price), rationalFromDecimal(asset.priceUnit));

function lastPriceOf(house: HouseState, asset: CollateralAsset): Rational | undefined {
  if (asset.type === 'cash') return rational(1n);
  const accepted = house.market.prices.get(asset.priceSymbol ?? asset.asset);
  return accepted && priceOfUnit(asset, accepted.price);
}

/**
 * What an amount of a currency costs in the base currency at the last accepted rate, in minor units,
 * rounded up; undefined without a rate.
 */
export function costMinor(
  house: HouseState,
  currency: string,
  amountMinor: bigint,
): bigint | undefined {
  const { baseCurrency, baseScale, currencyScales } = referenceOf(house);
  if (currency === baseCurrency) return amountMinor;
  const rate = exchangeRate(house, currency, baseCurrency);
  if (!rate) return undefined;
  const amount = rational(amountMinor, 10n ** BigInt(currencyScales.get(currency) ?? 0));
  const cost = multiply(amount, rate);
  return ceilDiv(cost.numerator * 10n ** BigInt(baseScale), cost.denominator);
}
