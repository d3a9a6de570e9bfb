import { type AccountEvaluation, type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { CollateralSteps } from './explanation.js';

/** What the account has lodged and what of it counts. */
export function collateralSteps(house: HouseState, evaluation: AccountEvaluation): CollateralSteps {
  const { baseScale, currencyScales, collateral: assets } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const { lines, valueMinor, countedMinor, debts } = evaluation.collateral;
  return {
    lines: lines.map(({ asset, units, valueMinor: value, unvalued }) => {
      const terms = assets.get(asset);
      const symbol = terms?.priceSymbol ?? asset;
      return {
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
    debts: debts.map(({ currency, amountMinor }) => ({
      currency,
      amount: formatUnits(amountMinor, currencyScales.get(currency) ?? 0),
    })),
  };
}
