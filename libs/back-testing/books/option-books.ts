import type { OptionSeries } from '../run/option-chain.js';
import { futureId, type Book } from './book.js';

const LIFE_DAYS = 30;
const LOTS = 10;

const series = (
  id: string,
  title: string,
  right: OptionSeries['right'],
  strikeShare: number,
): OptionSeries => ({ id, title, right, strikeShare, lifeDays: LIFE_DAYS });

/** Options of thirty days, at the money and out of it. */
export const OPTION_SERIES = {
  call: series('ATM-CALL', 'call at the money', 'call', 1),
  put: series('ATM-PUT', 'put at the money', 'put', 1),
  put95: series('PUT-95', 'put 5 % out of the money', 'put', 0.95),
  put90: series('PUT-90', 'put 10 % out of the money', 'put', 0.9),
  call105: series('CALL-105', 'call 5 % out of the money', 'call', 1.05),
} as const;

type Leg = readonly [lots: number, instrument: string];

/** Portfolios of options on one product, struck anew every day, and of options with its future. */
export function optionBooks(product: string): Book[] {
  const { call, put, put95, put90, call105 } = OPTION_SERIES;
  const future = futureId(product, 'NEAR');
  const book = (id: string, title: string, ...legs: readonly Leg[]): Book => ({
    id,
    title,
    kind: 'options',
    positions: legs.map(([lots, instrument]) => ({ instrument, product, lots: lots * LOTS })),
  });
  return [
    book('future-long', 'long futures', [1, future]),
    book('long-call', 'long calls at the money', [1, call.id]),
    book('long-put', 'long puts at the money', [1, put.id]),
    book('short-call', 'short calls at the money', [-1, call.id]),
    book('short-put', 'short puts at the money', [-1, put.id]),
    book('short-put-95', 'short puts 5 % out of the money', [-1, put95.id]),
    book('short-put-90', 'short puts 10 % out of the money', [-1, put90.id]),
    book('short-call-105', 'short calls 5 % out of the money', [-1, call105.id]),
    book('short-straddle', 'short straddle', [-1, call.id], [-1, put.id]),
    book('long-straddle', 'long straddle', [1, call.id], [1, put.id]),
    book('short-strangle', 'short strangle', [-1, call105.id], [-1, put95.id]),
    book('put-spread', 'short put spread, 95 and 90', [-1, put95.id], [1, put90.id]),
    book('put-ratio', 'long one put at 95, short two at 90', [1, put95.id], [-2, put90.id]),
    book('covered-call', 'long futures, short calls at the money', [1, future], [-1, call.id]),
    book('protected', 'long futures, long puts 5 % out of the money', [1, future], [1, put95.id]),
    book('collar', 'long call at 105, short put at 95', [1, call105.id], [-1, put95.id]),
  ];
}
