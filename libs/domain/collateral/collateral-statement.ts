import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { Standing } from '#libs/domain/margin-calls/standing.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { gainsNotPaidIn } from '#libs/domain/settlement/cycle-debts.js';
import type { CollateralLine } from './collateral-value.js';
import { withdrawableUnits } from './judge-release.js';
import { keptMinor, needWithBuffer } from './released-cover.js';

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
  /** Of the account itself; what its buckets hold stands with them. */
  readonly items: readonly CollateralItem[];
  /** Of the account and its buckets together, as `counted`, `debts` and `exposure` are. */
  readonly value: string;
  readonly counted: string;
  readonly debts: readonly OwedCash[];
  readonly exposure: string;
  /**
   * The exposure and the buffer on it, which withdrawals leave covered, debts apart; of an account with
   * buckets what its own collateral has to cover, with what these lack.
   */
  readonly kept: string;
  /** The open buckets, of an account whose margin is isolated. */
  readonly buckets?: readonly BucketStatement[];
}

export interface OwedCash {
  /** The bucket that owes it. */
  readonly bucket?: string;
  readonly currency: string;
  readonly amount: string;
}

/** The collateral of one position of an isolated account. */
export interface BucketStatement {
  /** The instrument. */
  readonly bucket: string;
  readonly items: readonly CollateralItem[];
  readonly value: string;
  readonly counted: string;
  /** What collateral of the account itself covers of the exposure. */
  readonly served: string;
  readonly exposure: string;
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
  const { baseCurrency, baseScale, currencyScales } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const evaluation = evaluateAccount(house, engine, account);
  const [own, ...buckets] = evaluation.standings;
  const kept = (standing: Standing): string =>
    money(keptMinor(needWithBuffer(house, evaluation, standing), standing.dependence.chargeMinor));
  return {
    account,
    position: house.position,
    currency: baseCurrency,
    items: itemsOf(house, engine, own),
    value: money(evaluation.collateral.valueMinor),
    counted: money(evaluation.collateral.countedMinor),
    debts: evaluation.collateral.debts.map(({ bucket, currency, amountMinor }) => ({
      ...(bucket === undefined ? {} : { bucket }),
      currency,
      amount: formatUnits(amountMinor, currencyScales.get(currency) ?? 0),
    })),
    exposure: money(evaluation.exposureMinor),
    kept: kept(own),
    ...(buckets.length === 0
      ? {}
      : {
          buckets: buckets.map((each) => ({
            bucket: each.bucket ?? '',
            items: itemsOf(house, engine, each),
            value: money(each.collateral.valueMinor),
            counted: money(each.collateral.countedMinor),
            served: money(each.servedMinor),
            exposure: money(each.exposureMinor),
            kept: kept(each),
          })),
        }),
  };
}

function itemsOf(
  house: HouseState,
  engine: MarginEngine,
  { holder, collateral }: Standing,
): CollateralItem[] {
  const assets = referenceOf(house).collateral;
  return collateral.lines.flatMap((line) => {
    const asset = assets.get(line.asset);
    return asset ? [itemOf(house, engine, holder, asset, line)] : [];
  });
}

function itemOf(
  house: HouseState,
  engine: MarginEngine,
  holder: string,
  asset: CollateralAsset,
  line: CollateralLine,
): CollateralItem {
  const { baseScale } = referenceOf(house);
  const quantity = (units: bigint): string => formatUnits(units, asset.scale);
  const isCash = asset.type === 'cash';
  const accepted = isCash ? undefined : house.market.prices.get(asset.priceSymbol ?? asset.asset);
  const gains = isCash ? gainsNotPaidIn(house.settlement, holder, asset.currency) : 0n;
  const free = withdrawableUnits(house, engine, holder, asset);
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
