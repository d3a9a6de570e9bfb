import {
  type AccountEvaluation,
  type HouseState,
  type MarginEngine,
  referenceOf,
} from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { CollateralSteps, DependenceSteps } from './explanation.js';

/** What the account has lodged and what of it counts. */
export function collateralSteps(
  house: HouseState,
  engine: MarginEngine,
  evaluation: AccountEvaluation,
): CollateralSteps {
  const { baseScale, currencyScales, collateral: assets } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const { valueMinor, countedMinor, debts } = evaluation.collateral;
  const lines = evaluation.standings.flatMap(({ bucket, collateral }) =>
    collateral.lines.map((line) => ({ ...line, ...ofBucket(bucket) })),
  );
  return {
    lines: lines.map(({ bucket, asset, units, valueMinor: value, unvalued }) => {
      const terms = assets.get(asset);
      const symbol = terms?.priceSymbol ?? asset;
      return {
        ...ofBucket(bucket),
        asset,
        currency: terms?.currency ?? '',
        quantity: formatUnits(units, terms?.scale ?? 0),
        price: terms?.type === 'cash' ? null : (house.market.prices.get(symbol)?.price ?? null),
        haircut: terms?.haircut ?? '0',
        value: money(value),
        uncountedBecause: unvalued ?? null,
      };
    }),
    value: money(valueMinor),
    counted: money(countedMinor),
    debts: debts.map(({ bucket, currency, amountMinor }) => ({
      ...ofBucket(bucket),
      currency,
      amount: formatUnits(amountMinor, currencyScales.get(currency) ?? 0),
    })),
    dependence: dependenceSteps(engine, evaluation, money),
  };
}

const ofBucket = (bucket: string | undefined): { readonly bucket?: string } =>
  bucket === undefined ? {} : { bucket };

function dependenceSteps(
  engine: MarginEngine,
  { standings, dependence }: AccountEvaluation,
  money: (minor: bigint) => string,
): DependenceSteps {
  const groups = standings.flatMap(({ holder, bucket, collateral }) =>
    engine
      .explainDependence(holder, collateral.lines)
      .map((group) => ({ ...group, ...ofBucket(bucket) })),
  );
  return {
    groups: groups.map((group) => ({
      ...ofBucket(group.bucket),
      liquidationGroup: group.liquidationGroup,
      assets: group.assets,
      alone: money(group.aloneMinor),
      together: money(group.togetherMinor),
      haircuts: money(group.haircutsMinor),
      charge: money(group.chargeMinor),
    })),
    withoutHistory: dependence.withoutHistory,
    amount: money(dependence.chargeMinor),
  };
}
