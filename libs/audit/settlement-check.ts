import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { variationMarginMinor } from '#libs/domain/settlement/variation-margin.js';
import type { Findings } from './finding.js';

/** Recomputes what a cycle brought each account from the positions before it and its prices. */
export class SettlementCheck {
  /** What is still to come of the cycle that is being read, by account and currency. */
  private awaited = new Map<string, string>();
  private cyclePosition = 0;

  constructor(private readonly findings: Findings) {}

  /** Takes the next event before it is folded: the house stands where the decision stood. */
  take(house: HouseState, event: RecordedEvent): void {
    if (event.type === 'SettlementCycleCompleted') {
      this.finish();
      this.cyclePosition = event.position;
      this.awaited = recompute(house, event.payload);
    } else if (event.type === 'AccountSettled') {
      const { account, currency, amount } = event.payload;
      const key = `${account} ${currency}`;
      const expected = this.awaited.get(key);
      this.awaited.delete(key);
      if (expected !== amount) {
        const what = `variation margin of ${account} in ${event.payload.cycleId}`;
        this.findings.add(event.position, what, expected ?? 'none', amount);
      }
    } else {
      this.finish();
    }
  }

  /** Whatever a cycle should have brought and did not is a finding. */
  finish(): void {
    for (const [key, amount] of this.awaited) {
      this.findings.add(this.cyclePosition, `variation margin of ${key}`, amount, 'nothing');
    }
    this.awaited.clear();
  }
}

/** Amounts by account and currency, in major units. */
function recompute(house: HouseState, cycle: SettlementCycleCompleted): Map<string, string> {
  const reference = referenceOf(house);
  const minor = new Map<string, { currency: string; amount: bigint }>();
  for (const { instrument, settlementPrice } of cycle.prices) {
    const terms = reference.instruments.get(instrument);
    const price = terms && priceToTicks(terms, settlementPrice);
    if (!terms || price?.kind !== 'ticks') continue;
    const previous = house.settlement.lastSettledTicks.get(instrument) ?? 0;
    for (const account of house.trading.holders.get(instrument) ?? []) {
      const holding = house.trading.holdings.get(account)?.get(instrument);
      if (!holding) continue;
      const key = `${account} ${terms.currency}`;
      const amount = variationMarginMinor(holding, price.ticks, previous, terms.tickValueMinor);
      const before = minor.get(key)?.amount ?? 0n;
      minor.set(key, { currency: terms.currency, amount: before + amount });
    }
  }
  return new Map(
    [...minor].map(([key, { currency, amount }]) => [
      key,
      formatUnits(amount, reference.data.currencies[currency]?.scale ?? 0),
    ]),
  );
}
