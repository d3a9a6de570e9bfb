import { assetBook, balanceOf, cashBook } from '#libs/domain/books/books.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { SECOND_MS } from '#libs/domain/kernel/instant.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import {
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  subtract,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';

/** One holding and what it is worth as collateral. */
export interface CollateralLine {
  readonly asset: string;
  /** Units of the asset's scale (minor units for cash). */
  readonly units: bigint;
  /** After haircuts, in minor units of the base currency, rounded down. */
  readonly valueMinor: bigint;
  /** Why it counts for nothing, when it does. */
  readonly unvalued?: 'NO_PRICE' | 'STALE_PRICE' | 'NO_EXCHANGE_RATE';
}

/** What an account owes in cash. */
export interface Debt {
  readonly currency: string;
  /** Minor units of the currency, positive. */
  readonly amountMinor: bigint;
  /** Minor units of the base currency with the currency's haircut added, rounded up. */
  readonly baseMinor: bigint;
}

export interface AccountCollateral {
  readonly lines: readonly CollateralLine[];
  /** Sum of the lines: after haircuts, before limits. */
  readonly valueMinor: bigint;
  /** After concentration limits too. */
  readonly countedMinor: bigint;
  readonly debts: readonly Debt[];
}

const ONE = rational(1n);

/**
 * Values an account's holdings (margin-model.md g.1) and counts them within the limits that are shares
 * of the requirement (g.3). Cash below zero is a debt and takes nothing from what counts.
 * @param requirementMinor base of the limits, in minor units of the base currency
 */
export function valueCollateral(
  house: HouseState,
  account: string,
  requirementMinor: bigint,
): AccountCollateral {
  const lines: CollateralLine[] = [];
  const debts: Debt[] = [];
  for (const asset of referenceOf(house).data.collateral) {
    const units = unitsHeld(house, account, asset);
    if (units > 0n) lines.push(valueLine(house, asset, units));
    if (units < 0n) debts.push(debtOf(house, asset.currency, -units));
  }
  for (const currency of Object.keys(referenceOf(house).data.currencies)) {
    // A currency that is no collateral asset can still be owed, or gained.
    if (
      referenceOf(house).data.collateral.some((a) => a.type === 'cash' && a.currency === currency)
    )
      continue;
    const cash = balanceOf(house.books, cashBook(account, currency), currency);
    if (cash < 0n) debts.push(debtOf(house, currency, -cash));
  }
  const valueMinor = lines.reduce((sum, line) => sum + line.valueMinor, 0n);
  return {
    lines,
    valueMinor,
    countedMinor: countWithinLimits(house, lines, requirementMinor),
    debts,
  };
}

/** What an account holds of an asset, in units of its scale; negative for cash that it owes. */
export function unitsHeld(house: HouseState, account: string, asset: CollateralAsset): bigint {
  return asset.type === 'cash'
    ? balanceOf(house.books, cashBook(account, asset.currency), asset.currency)
    : balanceOf(house.books, assetBook(account, asset.asset), asset.asset);
}

/** The value of some units of an asset as collateral (margin-model.md g.1). */
export function valueLine(
  house: HouseState,
  asset: CollateralAsset,
  units: bigint,
): CollateralLine {
  const nothing = (unvalued: NonNullable<CollateralLine['unvalued']>): CollateralLine => ({
    asset: asset.asset,
    units,
    valueMinor: 0n,
    unvalued,
  });
  const { data } = referenceOf(house);
  const unitPrice = priceOfOne(house, asset);
  if (typeof unitPrice === 'string') return nothing(unitPrice);
  const rate = exchangeRate(house, asset.currency, data.baseCurrency);
  if (!rate) return nothing('NO_EXCHANGE_RATE');
  const kept = multiply(
    subtract(ONE, rationalFromDecimal(asset.haircut)),
    asset.currency === data.baseCurrency
      ? ONE
      : subtract(ONE, rationalFromDecimal(asset.currencyHaircut)),
  );
  const quantity = rational(units, 10n ** BigInt(asset.scale));
  const value = multiply(multiply(multiply(quantity, unitPrice), rate), kept);
  const minor = value.numerator * 10n ** BigInt(data.currencies[data.baseCurrency]?.scale ?? 0);
  const valueMinor = floorDiv(minor, value.denominator);
  return { asset: asset.asset, units, valueMinor: valueMinor > 0n ? valueMinor : 0n };
}

function priceOfOne(
  house: HouseState,
  asset: CollateralAsset,
): Rational | 'NO_PRICE' | 'STALE_PRICE' {
  if (asset.type === 'cash') return ONE;
  const accepted = house.market.prices.get(asset.priceSymbol ?? asset.asset);
  if (!accepted) return 'NO_PRICE';
  const ageMs = (house.ledgerTimeMs ?? accepted.observedAtMs) - accepted.observedAtMs;
  if (asset.maxAgeSeconds !== undefined && ageMs > asset.maxAgeSeconds * SECOND_MS)
    return 'STALE_PRICE';
  return divide(rationalFromDecimal(accepted.price), rationalFromDecimal(asset.priceUnit));
}

/** Weighs a debt in the base currency, with the haircut of its currency added. */
export function debtOf(house: HouseState, currency: string, amountMinor: bigint): Debt {
  const { data } = referenceOf(house);
  if (currency === data.baseCurrency) return { currency, amountMinor, baseMinor: amountMinor };
  const rate = exchangeRate(house, currency, data.baseCurrency);
  const haircut = data.collateral.find((a) => a.type === 'cash' && a.currency === currency);
  const more = rationalFromDecimal(haircut?.currencyHaircut ?? '0');
  // Without a rate a debt cannot be weighed in the base currency; it is called in its own all the same.
  if (!rate) return { currency, amountMinor, baseMinor: 0n };
  const scales = rational(
    10n ** BigInt(data.currencies[data.baseCurrency]?.scale ?? 0),
    10n ** BigInt(data.currencies[currency]?.scale ?? 0),
  );
  const owed = multiply(
    multiply(rational(amountMinor), scales),
    multiply(rate, rational(more.denominator + more.numerator, more.denominator)),
  );
  return { currency, amountMinor, baseMinor: -floorDiv(-owed.numerator, owed.denominator) };
}

function countWithinLimits(
  house: HouseState,
  lines: readonly CollateralLine[],
  requirementMinor: bigint,
): bigint {
  const { collateral, collateralLimits } = referenceOf(house).data;
  const classOf = new Map(collateral.map((asset) => [asset.asset, asset.class]));
  const counted = new Map(lines.map((line) => [line.asset, line.valueMinor]));
  // Limits of assets first: what one of them cuts off takes no room in its class.
  const limits = [
    ...collateralLimits.filter(({ asset }) => asset !== undefined),
    ...collateralLimits.filter(({ asset }) => asset === undefined),
  ];
  for (const limit of limits) {
    if (limit.shareOfRequirement === undefined) continue;
    const share = rationalFromDecimal(limit.shareOfRequirement);
    const within = lines.filter((line) =>
      limit.asset === undefined
        ? classOf.get(line.asset) === limit.class
        : line.asset === limit.asset,
    );
    let room = floorDiv(requirementMinor * share.numerator, share.denominator);
    for (const { asset } of within) {
      const value = counted.get(asset) ?? 0n;
      const taken = value < room ? value : room;
      counted.set(asset, taken);
      room -= taken;
    }
  }
  return [...counted.values()].reduce((sum, value) => sum + value, 0n);
}
