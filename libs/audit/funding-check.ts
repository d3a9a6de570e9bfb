import type { EventType, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { FundingAccrued } from '#libs/domain/events/funding-events.js';
import { fundedPerpetuals, type FundedPerpetual } from '#libs/domain/funding/funded-perpetuals.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { Findings } from './finding.js';
import { FundingPrices } from './funding-prices.js';
import { recomputedFigures, recordedFigures } from './funding-recomputed.js';
import type { FundingTally } from './funding-tally.js';

/** Events that are only decided when every interval that ended before them has been accounted for. */
const AFTER_INTERVALS: ReadonlySet<EventType> = new Set<EventType>([
  'TradeNovated',
  'PricesObserved',
  'PriceJudged',
  'SettlementPriceAccepted',
]);

/** What is known of one perpetual. */
interface Followed {
  readonly index: string;
  readonly prices: FundingPrices;
  /** When its last interval ended, and when the running one does; undefined before the first end. */
  endedMs: number | undefined;
  dueMs: number | undefined;
}

/**
 * Computes anew what each funding interval brought: the average premium from the accepted prices, the
 * rate, and every account's part (margin-model.md a.2, f.2). It reads the terms of the perpetuals and
 * the positions from the state of the house, and nothing of what that knows of funding.
 */
export class FundingCheck {
  private readonly followed = new Map<string, Followed>();

  constructor(
    private readonly findings: Findings,
    private readonly tally: FundingTally,
  ) {}

  /** Takes the next event before it is folded: the house stands where the decision stood. */
  take(house: HouseState, event: RecordedEvent): void {
    if (event.type === 'FundingAccrued') this.takeAccrued(house, event.position, event.payload);
    else if (AFTER_INTERVALS.has(event.type)) this.checkNoneIsMissing(house, event);
  }

  /** Takes the event after it is folded: the market has its prices. */
  takeFolded(house: HouseState, event: RecordedEvent): void {
    switch (event.type) {
      case 'PricesObserved':
        for (const { symbol } of event.payload.prices) this.takePrice(house, symbol);
        break;
      case 'PriceJudged':
      case 'SettlementPriceAccepted':
        this.takePrice(house, event.payload.symbol);
        break;
      case 'ReferenceDataChanged':
        this.takeTerms(house);
        break;
      default:
    }
  }

  private takePrice(house: HouseState, symbol: string): void {
    if (!house.reference) return;
    for (const perpetual of fundedPerpetuals(house.reference).bySymbol.get(symbol) ?? [])
      this.takePriceOf(house, perpetual, symbol);
  }

  private takePriceOf(house: HouseState, { id, index }: FundedPerpetual, symbol: string): void {
    const accepted = house.market.prices.get(symbol);
    const prices = this.followed.get(id)?.prices;
    if (!accepted || !prices) return;
    if (symbol === id) prices.take('mark', accepted.price, accepted.observedAtMs);
    if (symbol === index) prices.take('index', accepted.price, accepted.observedAtMs);
  }

  /** A perpetual that begins to pay funding begins with the prices that there are. */
  private takeTerms(house: HouseState): void {
    const { byId } = fundedPerpetuals(referenceOf(house));
    for (const [id, known] of this.followed)
      if (byId.get(id)?.index !== known.index) this.followed.delete(id);
    for (const perpetual of byId.values()) {
      const { id, index, intervalMs } = perpetual;
      const known = this.followed.get(id);
      if (known) {
        const nowMs = Math.max(house.ledgerTimeMs ?? 0, known.endedMs ?? 0);
        if (known.dueMs !== undefined) known.dueMs = endAfter(nowMs, intervalMs);
        continue;
      }
      const prices = new FundingPrices();
      this.followed.set(id, { index, prices, endedMs: undefined, dueMs: undefined });
      for (const symbol of new Set([id, index])) this.takePriceOf(house, perpetual, symbol);
    }
  }

  private takeAccrued(house: HouseState, position: number, accrued: FundingAccrued): void {
    const { instrument, intervalStart, intervalEnd, amounts } = accrued;
    const what = `funding of ${instrument} until ${intervalEnd}`;
    const perpetual = fundedPerpetuals(referenceOf(house)).byId.get(instrument);
    const known = this.followed.get(instrument);
    if (!perpetual || !known) {
      this.findings.add(position, what, 'none, since it pays no funding', 'an interval');
      return;
    }
    const [startMs, endMs] = [Date.parse(intervalStart), Date.parse(intervalEnd)];
    const [dueStartMs, dueEndMs] = [known.endedMs ?? startMs, known.dueMs ?? endMs];
    const isOnGrid = endMs > startMs && endMs % perpetual.intervalMs === 0;
    if (startMs !== dueStartMs || endMs !== dueEndMs || !isOnGrid) {
      const due = `from ${formatInstant(dueStartMs)} to ${formatInstant(dueEndMs)}`;
      this.findings.add(position, what, due, `from ${intervalStart} to ${intervalEnd}`);
    }
    const average = known.prices.averageOver(startMs, endMs);
    const expected = JSON.stringify(recomputedFigures(house, perpetual, average));
    const found = JSON.stringify(recordedFigures(accrued));
    if (expected !== found) this.findings.add(position, what, expected, found);
    for (const { account, amount } of amounts) {
      const minor = toUnits(parseDecimal(amount), perpetual.entry.currencyScale) ?? 0n;
      this.tally.add(instrument, account, minor);
    }
    known.endedMs = endMs;
    known.dueMs = endAfter(endMs, perpetual.intervalMs);
    known.prices.forgetBefore(endMs);
  }

  private checkNoneIsMissing(
    { instrumentLife }: HouseState,
    { position, ledgerTimeMs }: RecordedEvent,
  ): void {
    if (ledgerTimeMs === undefined) return;
    for (const [id, known] of this.followed) {
      if (known.dueMs === undefined || known.dueMs > ledgerTimeMs) continue;
      const end = instrumentLife.delistings.get(id);
      if (end && known.dueMs > end.lastTradingAtMs) continue;
      const what = `funding of ${id} until ${formatInstant(known.dueMs)}`;
      this.findings.add(position, what, 'accrued before this event', 'nothing');
      known.dueMs = undefined;
    }
  }
}

const endAfter = (ms: number, intervalMs: number): number =>
  (Math.floor(ms / intervalMs) + 1) * intervalMs;
