import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { Holding } from '#libs/domain/trading/trading-state.js';
import { variationMarginMinor } from '../variation-margin.js';
import type { FinalSettlementLine, VariationMarginLine } from './cycle-line.js';
import type { LineDetails } from './line-kind.js';

/** What a price brings a holding since its last cycle: a line but for its kind. */
export function variationOfHolding(
  { settlement }: HouseState,
  account: string,
  { id: instrument, currency, tickValueMinor }: InstrumentEntry,
  { lots, openingLots, tradedLots, tradedTicks }: Holding,
  priceTicks: number,
): Omit<VariationMarginLine, 'kind'> {
  const previousTicks = settlement.lastSettledTicks.get(instrument);
  invariant(
    previousTicks !== undefined || openingLots === 0,
    () => `${account} opens in ${instrument} without a settlement price`,
  );
  const holding = { lots, openingLots, tradedLots, tradedTicks };
  const amountMinor = variationMarginMinor(holding, priceTicks, previousTicks ?? 0, tickValueMinor);
  return { instrument, currency, amountMinor, ...holding, previousTicks, priceTicks };
}

/** The prices of such a line, as they are recorded. */
export function pricesOfLine(
  house: HouseState,
  { instrument, previousTicks, priceTicks }: VariationMarginLine | FinalSettlementLine,
): LineDetails {
  const entry = referenceOf(house).instruments.get(instrument);
  invariant(entry, () => `no terms for ${instrument}`);
  return {
    ...(previousTicks === undefined
      ? {}
      : { previousSettlementPrice: ticksToPrice(entry, previousTicks) }),
    settlementPrice: ticksToPrice(entry, priceTicks),
  };
}
