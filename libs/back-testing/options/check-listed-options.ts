import path from 'node:path';
import { readIfThere, type Markets } from '../data/read-markets.js';
import { PRODUCTS } from '../products.js';
import { checkMargins, type MarginCheck } from './margin-check.js';
import { readOptionQuotes } from './option-quotes.js';
import { quotedExpiries } from './quoted-expiry.js';
import { checkValues, type ValueCheck } from './value-check.js';

/** Listed options of two days that follow each other: model against market, margin against P&L. */
export interface ListedOptionsCheck {
  readonly values: readonly ValueCheck[];
  readonly margins: MarginCheck;
}

/** What could not be checked, and why. */
export interface NotChecked {
  readonly reason: string;
}

const DAYS = [
  { date: '2015-12-22', file: 'spx-options-20151222.csv' },
  { date: '2015-12-23', file: 'spx-options-20151223.csv' },
] as const;

/** Reads the options of both days and checks them; says what is missing. @throws BackTestError */
export function checkListedOptions(markets: Markets): ListedOptionsCheck | NotChecked {
  const market = markets.byProduct.get(PRODUCTS.SPX.id);
  const volatility = markets.impliedVolatility;
  if (!market || !volatility) return { reason: 'there is no spy.csv or no vix.csv' };
  const days = DAYS.map(({ date, file }) => {
    const text = readIfThere(path.join(markets.folder, file));
    const index = market.closes[market.dates.indexOf(date)];
    return text === undefined || index === undefined
      ? undefined
      : { date, expiries: quotedExpiries(readOptionQuotes(text, file), date, index) };
  });
  const [before, after] = days;
  if (!before || !after) {
    return {
      reason: `${DAYS.map(({ file }) => file).join(' or ')} is not there, or no close of its day`,
    };
  }
  return {
    values: [before, after].map(({ date, expiries }) => checkValues(date, expiries)),
    margins: checkMargins(before.date, before.expiries, after.expiries, market, volatility),
  };
}
