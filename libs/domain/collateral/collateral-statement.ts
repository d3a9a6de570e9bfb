import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { gainsNotPaidIn } from '#libs/domain/settlement/cycle-debts.js';
import type { CollateralLine } from './collateral-value.js';
import { withdrawableUnits } from './judge-release.js';
import { needWithBuffer } from './released-cover.js';

/** One asset that an account holds; quantities in its own decimals, amounts in the base currency. */
export interface CollateralItem {
  readonly asset: string;
  readonly quantity: string;
  /** Of one price unit, as it was accepted; null for cash and where there is none. */
  readonly price: string | null;
  /** After haircuts. */
  readonly value: string;
  /** After caps and limits too. */
  readonly counted: string;
  /** Why it counts for nothing, when it does. */
  readonly notCounted: string | null;
  /** What of it was gained in cycles that are not SETTLED. */
  readonly notPaidIn: string;
  /** What a withdrawal of this asset alone could take now. */
  readonly withdrawable: string;
  /** Why nothing of it could be, whatever the quantity. */
  readonly withheld: { readonly code: string; readonly reason: string } | null;
}

/** What an account has lodged, what of it counts, and what it could have back. */
export interface CollateralStatement {
  readonly account: string;
  readonly position: number;
  readonly currency: string;
  readonly items: readonly CollateralItem[];
  readonly value: string;
  readonly counted: string;
  readonly debts: readonly { readonly currency: string; readonly amount: string }[];
  readonly exposure: string;
  /** The exposure and the buffer on it, which withdrawals leave covered, debts apart. */
  readonly kept: string;
}

/**
 * States the collateral of an account from the state alone (margin-model.md g); undefined for an account
 * that does not exist.
 */
export function collateralStatement(
  house: HouseState,
  engine: MarginEngine,
  account: string,
): CollateralStatement | undefined {
  if (!house.reference?.accounts.has(account)) return undefined;
  const { baseCurrency, baseScale, collateral, currencyScales } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const evaluation = evaluateAccount(house, engine, account);
  return {
    account,
    position: house.position,
    currency: baseCurrency,
    items: evaluation.collateral.lines.flatMap((line) => {
      const asset = collateral.get(line.asset);
      return asset ? [itemOf(house, engine, account, asset, line)] : [];
    }),
    value: money(evaluation.collateral.valueMinor),
    counted: money(evaluation.collateral.countedMinor),
    debts: evaluation.collateral.debts.map(({ currency, amountMinor }) => ({
      currency,
      amount: formatUnits(amountMinor, currencyScales.get(currency) ?? 0),
    })),
    exposure: money(evaluation.exposureMinor),
    kept: money(needWithBuffer(house, evaluation).keptMinor),
  };
}

function itemOf(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  asset: CollateralAsset,
  line: CollateralLine,
): CollateralItem {
  const { baseScale } = referenceOf(house);
  const quantity = (units: bigint): string => formatUnits(units, asset.scale);
  const isCash = asset.type === 'cash';
  const accepted = isCash ? undefined : house.market.prices.get(asset.priceSymbol ?? asset.asset);
  const gains = isCash ? gainsNotPaidIn(house.settlement, account, asset.currency) : 0n;
  const free = withdrawableUnits(house, engine, account, asset);
  return {
    asset: asset.asset,
    quantity: quantity(line.units),
    price: accepted?.price ?? null,
    value: formatUnits(line.valueMinor, baseScale),
    counted: formatUnits(line.countedMinor, baseScale),
    notCounted: line.unvalued ?? null,
    notPaidIn: quantity(gains),
    withdrawable: quantity(free.ok ? free.value : 0n),
    withheld: free.ok ? null : { code: free.error.code, reason: free.error.reason },
  };
}
