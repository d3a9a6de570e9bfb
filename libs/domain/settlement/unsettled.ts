import type { HouseState } from '#libs/domain/house/house-state.js';
import { markTicks } from '#libs/domain/market/marks.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { variationMarginMinor } from './variation-margin.js';

/** What a cycle run now would book for one instrument. */
export interface UnsettledLine {
  readonly instrument: string;
  readonly currency: string;
  readonly lots: number;
  readonly openingLots: number;
  readonly previousTicks: number | undefined;
  readonly markTicks: number;
  /** Minor units, positive when the account would receive. */
  readonly amountMinor: bigint;
}

/** An account's variation margin at the accepted marks since its last cycle, by instrument. */
export function unsettledLines(house: HouseState, account: string): UnsettledLine[] {
  const lines: UnsettledLine[] = [];
  for (const [instrument, holding] of holdingsOf(house.trading, account)) {
    const terms = house.reference?.instruments.get(instrument);
    const mark = markTicks(house, instrument);
    if (!terms || mark === undefined) continue;
    const previousTicks = house.settlement.lastSettledTicks.get(instrument);
    lines.push({
      instrument,
      currency: terms.currency,
      lots: holding.lots,
      openingLots: holding.openingLots,
      previousTicks,
      markTicks: mark,
      amountMinor: variationMarginMinor(holding, mark, previousTicks ?? 0, terms.tickValueMinor),
    });
  }
  return lines;
}
