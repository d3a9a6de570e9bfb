import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
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
import { unitsWithinCap } from './asset-cap.js';
import { countWithinLimits } from './count-within-limits.js';
import { collateralHeld, type Holdings } from './holdings.js';
import { isOwnIssue } from './own-issue.js';
import { countsUntilMs, priceBehind } from './price-behind.js';

/** Why a holding counts for nothing. */
export type Unvalued = 'NO_PRICE' | 'STALE_PRICE' | 'NO_EXCHANGE_RATE' | 'INELIGIBLE_OWN_ISSUE';

/** One holding and what it is worth as collateral. */
export interface CollateralLine {
  readonly asset: string;
  /** Units of the asset's scale (minor units for cash). */
  readonly units: bigint;
  /** After haircuts, in minor units of the base currency, rounded down. */
  readonly valueMinor: bigint;
  /** What of the value counts: after caps and limits. */
  readonly countedMinor: bigint;
  /** Why it counts for nothing, when it does. */
  readonly unvalued?: Unvalued;
}

/** What an account or one of its buckets owes in cash. */
export interface Debt {
  /** The instrument of the bucket that owes it, where an account is shown with all of its buckets. */
  readonly bucket?: string;
  readonly currency: string;
  /** Minor units of the currency, positive. */
  readonly amountMinor: bigint;
  /** Minor units of the base currency with the currency's haircut added, rounded up; 0 without a rate. */
  readonly baseMinor: bigint;
}

export interface AccountCollateral {
  readonly lines: readonly CollateralLine[];
  /** Sum of the lines: after haircuts, before limits. */
  readonly valueMinor: bigint;
  /** After caps and concentration limits too. */
  readonly countedMinor: bigint;
  readonly debts: readonly Debt[];
}

const ONE = rational(1n);

/**
 * Values the holdings of an account, without its buckets, or of a bucket (margin-model.md g.1), and counts
 * them within the limits that are shares of the requirement (g.3). Cash below zero is a debt and takes nothing from what counts.
 * @param requirementMinor base of the limits, in minor units of the base currency
 */
export function valueCollateral(
  house: HouseState,
  holder: string,
  requirementMinor: bigint,
): AccountCollateral {
  return valueHoldings(house, holder, collateralHeld(house, holder), requirementMinor);
}

/** The same for what a holder would hold: what counts never falls when a holding grows. */
export function valueHoldings(
  house: HouseState,
  holder: string,
  holdings: Holdings,
  requirementMinor: bigint,
): AccountCollateral {
  const { data } = referenceOf(house);
  const valued: { line: Omit<CollateralLine, 'countedMinor'>; withinCapMinor: bigint }[] = [];
  const debts: Debt[] = [];
  for (const asset of data.collateral) {
    const units = holdings.get(asset.asset) ?? 0n;
    if (units > 0n) valued.push(lineWithinCap(house, holder, asset, units));
    if (units < 0n) debts.push(debtOf(house, asset.currency, -units));
  }
  for (const currency of Object.keys(data.currencies)) {
    // A currency that is no collateral asset can still be owed, or gained.
    if (data.collateral.some((a) => a.type === 'cash' && a.currency === currency)) continue;
    const cash =
      holdings.get(currency) ?? balanceOf(house.books, cashBook(holder, currency), currency);
    if (cash < 0n) debts.push(debtOf(house, currency, -cash));
  }
  const counted = countWithinLimits(
    referenceOf(house),
    new Map(valued.map(({ line, withinCapMinor }) => [line.asset, withinCapMinor])),
    requirementMinor,
  );
  const lines = valued.map(({ line }) => ({
    ...line,
    countedMinor: counted.get(line.asset) ?? 0n,
  }));
  return {
    lines,
    valueMinor: lines.reduce((sum, line) => sum + line.valueMinor, 0n),
    countedMinor: lines.reduce((sum, line) => sum + line.countedMinor, 0n),
    debts,
  };
}

function lineWithinCap(
  house: HouseState,
  holder: string,
  asset: CollateralAsset,
  units: bigint,
): { line: Omit<CollateralLine, 'countedMinor'>; withinCapMinor: bigint } {
  const { asset: name } = asset;
  if (isOwnIssue(referenceOf(house), holder, asset)) {
    const line = { asset: name, units, valueMinor: 0n, unvalued: 'INELIGIBLE_OWN_ISSUE' } as const;
    return { line, withinCapMinor: 0n };
  }
  const value = valueOfUnits(house, asset, units);
  if (typeof value === 'string')
    return { line: { asset: name, units, valueMinor: 0n, unvalued: value }, withinCapMinor: 0n };
  const within = unitsWithinCap(house, holder, asset, units);
  const withinCap = within === units ? value : valueOfUnits(house, asset, within);
  return {
    line: { asset: name, units, valueMinor: value },
    withinCapMinor: typeof withinCap === 'bigint' ? withinCap : 0n,
  };
}

/**
 * The value of some units of an asset as collateral (margin-model.md g.1), in minor units of the base
 * currency, rounded down and not below zero; or why it has none.
 */
export function valueOfUnits(
  house: HouseState,
  asset: CollateralAsset,
  units: bigint,
): bigint | Exclude<Unvalued, 'INELIGIBLE_OWN_ISSUE'> {
  const { data } = referenceOf(house);
  const unitPrice = priceOfOne(house, asset);
  if (typeof unitPrice === 'string') return unitPrice;
  const rate = exchangeRate(house, asset.currency, data.baseCurrency);
  if (!rate) return 'NO_EXCHANGE_RATE';
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
  return valueMinor > 0n ? valueMinor : 0n;
}

function priceOfOne(
  house: HouseState,
  asset: CollateralAsset,
): Rational | 'NO_PRICE' | 'STALE_PRICE' {
  const lastMs = countsUntilMs(house, asset);
  if (lastMs !== undefined && (house.ledgerTimeMs ?? lastMs) > lastMs) return 'STALE_PRICE';
  if (asset.type === 'cash') return ONE;
  const accepted = priceBehind(house, asset);
  if (!accepted) return 'NO_PRICE';
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

/** What debts weigh together, in minor units of the base currency. */
export const debtsMinor = (debts: readonly Debt[]): bigint =>
  debts.reduce((sum, { baseMinor }) => sum + baseMinor, 0n);
