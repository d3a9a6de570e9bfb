import { jointCloses } from '#libs/domain/margin-model/joint-closes.js';
import { optionBooks, OPTION_SERIES } from '../books/option-books.js';
import type { Market } from '../data/read-markets.js';
import type { ReadCloses } from '../data/read-closes.js';
import type { Study } from '../models/model-family.js';
import { jointMarket } from './joint-market.js';

const PERCENT = 100;

/** The part of a study that its data decide. */
export type OptionsFrame = Pick<Study, 'market' | 'books' | 'options'>;

/**
 * Options on one market, valued at an index of its implied volatility: on the dates that have both,
 * the same volatility for all strikes.
 * @param impliedVolatility percent per root year
 */
export function optionsFrame(market: Market, impliedVolatility: ReadCloses): OptionsFrame {
  const { product } = market;
  const { dates, closes } = jointCloses([
    { symbol: product.id, ...market },
    { symbol: 'implied volatility', ...impliedVolatility },
  ]);
  const [prices, levels] = closes;
  const joint = jointMarket([{ ...market, dates, closes: [...(prices ?? [])] }]);
  return {
    market: joint,
    books: optionBooks(product.id),
    options: {
      series: Object.values(OPTION_SERIES),
      volatility: (levels ?? new Float64Array()).map((level) => level / PERCENT),
    },
  };
}
