import type { HouseState } from '#libs/domain/house/house-state.js';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { isDate } from '#libs/domain/kernel/instant.js';
import { isKnownSymbol } from '#libs/domain/market/known-symbols.js';
import { refuseRange } from '#libs/domain/market/price-range.js';
import { refused, type CommandOutcome } from './command-outcome.js';

/** Most closes of one command: longer histories come in several. */
export const HISTORY_CLOSES_MAX = 5_000;

interface ImportOrder {
  readonly symbol: string;
  readonly closes: readonly (readonly [string, string])[];
}

/** Takes closes into the price history of a factor; those that are there already change nothing. */
export function decideImportHistory(
  house: HouseState,
  { symbol, closes }: ImportOrder,
  by: string,
): CommandOutcome {
  if (!house.reference || !isKnownSymbol(house.reference, symbol))
    return refused({
      code: 'UNKNOWN_SYMBOL',
      reason: `${symbol} is not an underlying, a currency pair or a collateral asset of ledger ${house.ledgerId}`,
    });
  if (closes.length === 0 || closes.length > HISTORY_CLOSES_MAX)
    return refused({
      code: 'INVALID_FIELD',
      reason: `a command takes 1 to ${HISTORY_CLOSES_MAX} closes, not ${closes.length}`,
    });
  const bad = closes.find(([date, close]) => !isDate(date) || !isDecimal(close));
  if (bad)
    return refused({
      code: 'INVALID_FIELD',
      reason: `close ${JSON.stringify(bad)} is not a date and a decimal`,
    });
  for (const [date, close] of closes) {
    const outOfRange = refuseRange(house.reference, symbol, close);
    if (outOfRange !== undefined)
      return refused({
        code: 'INVALID_FIELD',
        reason: `close ${close} of ${symbol} on ${date} cannot be used: ${outOfRange}`,
      });
  }
  const held = house.market.imported.get(symbol);
  const known = new Map(held?.dates.map((date, i) => [date, held.closes[i]]));
  const news = closes.filter(([date, close]) => known.get(date) !== Number(close));
  const result = {
    symbol,
    received: closes.length,
    changed: news.length,
    from: closes[0]?.[0],
    to: closes.at(-1)?.[0],
  };
  if (news.length === 0) return { events: [], outcome: 'DONE', result };
  const payload = { symbol, by, closes: news };
  return {
    outcome: 'DONE',
    result,
    events: [{ type: 'PriceHistoryImported', streamId: `history/${symbol}`, payload }],
  };
}
