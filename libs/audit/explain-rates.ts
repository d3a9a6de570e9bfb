import { type AccountEvaluation, type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import { formatRate } from '#libs/domain/risk/format-rate.js';
import type { RateStep } from './explanation.js';

/** The rates and haircuts of the currencies that an evaluation converted, by name. */
export function rateSteps(house: HouseState, evaluation: AccountEvaluation): readonly RateStep[] {
  const { baseCurrency, collateral, data } = referenceOf(house);
  const { lines, debts } = evaluation.collateral;
  const currencies = new Set([
    ...evaluation.unsettledLines.map(({ currency }) => currency),
    ...lines.map(({ asset }) => collateral.get(asset)?.currency ?? baseCurrency),
    ...debts.map(({ currency }) => currency),
  ]);
  currencies.delete(baseCurrency);
  return [...currencies].sort().map((currency) => {
    const rate = exchangeRate(house, currency, baseCurrency);
    const cash = data.collateral.find(
      (asset) => asset.type === 'cash' && asset.currency === currency,
    );
    return {
      currency,
      rate: rate ? formatRate(rate).replace(/\.?0+$/, '') : null,
      haircut: cash?.currencyHaircut ?? '0',
    };
  });
}
