import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { settlementOrMark } from '../account-outcome.js';
import { refuseStep, type Stepped } from '../default-refusal.js';
import type { DefaultCase } from '../default-state.js';
import type { Award } from './award-lots.js';

/**
 * The trades by which lots go to their winners: each at the last settlement price of its instrument, or at
 * its mark before the first cycle, so that neither side gains or loses by the trade itself.
 */
export function lotTrades(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
  awards: readonly Award[],
): Stepped<DefaultTrade[]> {
  const prices = settlementOrMark(house, marks);
  const trades: DefaultTrade[] = [];
  for (const award of awards) {
    if (!('winner' in award)) continue;
    for (const { account, instrument, quantity } of award.lot.positions) {
      const terms = referenceOf(house).instruments.get(instrument);
      const ticks = prices(instrument);
      if (!terms || ticks === undefined)
        return refuseStep(
          'MISSING_PRICES',
          `${instrument} of ${award.lot.lot} has no price at which it could go over; send one first`,
        );
      trades.push({
        tradeId: `${of.defaultId}-F${of.fills.length + trades.length + 1}`,
        account,
        counterparty: award.winner.content.account,
        instrument,
        quantity,
        price: ticksToPrice(terms, ticks),
      });
    }
  }
  return ok(trades);
}
