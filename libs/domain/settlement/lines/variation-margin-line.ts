import { settlementBook } from '#libs/domain/books/books.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { variationMarginMinor } from '../variation-margin.js';
import type { VariationMarginLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';
import { paysPremium } from './pays-premium.js';
import { positionDetails } from './position-details.js';

/** Variation margin of futures, perpetuals and futures-style options (margin-model.md f.1, f.4). */
export const VARIATION_MARGIN_LINES: LineKind<VariationMarginLine> = {
  accounts: ({ trading }) => trading.holdings.keys(),
  lines(house, account, { priceOf }) {
    const lines: VariationMarginLine[] = [];
    for (const [instrument, holding] of holdingsOf(house.trading, account)) {
      const entry = house.reference?.instruments.get(instrument);
      if (!entry || paysPremium(entry)) continue;
      const priceTicks = priceOf(instrument);
      if (priceTicks === undefined) continue;
      const previousTicks = house.settlement.lastSettledTicks.get(instrument);
      invariant(
        previousTicks !== undefined || holding.openingLots === 0,
        () => `${account} opens in ${instrument} without a settlement price`,
      );
      const { currency, tickValueMinor } = entry;
      const previous = previousTicks ?? 0;
      const amountMinor = variationMarginMinor(holding, priceTicks, previous, tickValueMinor);
      const { lots, openingLots, tradedLots, tradedTicks } = holding;
      lines.push({
        kind: 'VARIATION_MARGIN',
        instrument,
        currency,
        amountMinor,
        lots,
        openingLots,
        tradedLots,
        tradedTicks,
        previousTicks,
        priceTicks,
      });
    }
    return lines;
  },
  details(house, line) {
    const entry = referenceOf(house).instruments.get(line.instrument);
    invariant(entry, () => `no terms for ${line.instrument}`);
    const { previousTicks, priceTicks } = line;
    return {
      ...positionDetails(line),
      ...(previousTicks === undefined
        ? {}
        : { previousSettlementPrice: ticksToPrice(entry, previousTicks) }),
      settlementPrice: ticksToPrice(entry, priceTicks),
    };
  },
  bookOf: settlementBook,
};
