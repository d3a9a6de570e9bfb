import { post } from '#libs/domain/books/books.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { isSameQuarterHour } from '#libs/domain/kernel/instant.js';
import { takeCall } from '#libs/domain/margin-calls/margin-call-state.js';
import { isFactorSymbol } from '#libs/domain/market/known-symbols.js';
import {
  forgetOfficialPricesBefore,
  isNews,
  takeCloses,
  takeOfficialPrice,
  takePrice,
} from '#libs/domain/market/market-state.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import {
  startSchedule,
  takeBlockedCycle,
  takeCycle,
} from '#libs/domain/settlement/settlement-state.js';
import { bookLots, legsOf, openAnew } from '#libs/domain/trading/trading-state.js';
import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from './house-state.js';

/**
 * Folds the next event into the state. It never decides: what an event says has happened.
 * @throws InvariantViolation when the event is not the next one, or breaks what must always hold
 */
export function evolve(house: HouseState, event: RecordedEvent): void {
  invariant(
    event.position === house.position + 1,
    () => `event ${event.position} follows ${house.position}: the ledger has a gap`,
  );
  house.position = event.position;
  if (event.ledgerTimeMs !== undefined) moveClock(house, event.ledgerTimeMs);
  apply(house, event);
}

/** Moves the ledger's clock to the time of an event; it never goes back. */
export function moveClock(house: HouseState, toMs: number): void {
  const before = house.ledgerTimeMs;
  if (before === toMs) return;
  invariant(before === undefined || toMs > before, 'the ledger time goes back');
  house.ledgerTimeMs = toMs;
  const { settlement } = house;
  settlement.scheduledThroughMs ??= toMs;
  const calendar = house.reference?.data.calendar;
  if (before !== undefined && isSameQuarterHour(before, toMs)) return;
  // A new business date brings yesterday's closes into the scenarios.
  if (before === undefined || businessDateOf(calendar, before) !== businessDateOf(calendar, toMs))
    house.attention.everyone = true;
}

// eslint-disable-next-line complexity -- one line per event type is easier to read than a table
function apply(house: HouseState, event: RecordedEvent): void {
  switch (event.type) {
    case 'ReferenceDataChanged':
      if (!house.reference?.data.calendar) startSchedule(house.settlement, house.ledgerTimeMs);
      house.reference = indexReferenceData(event.payload.document);
      house.attention.everyone = true;
      break;
    case 'TradeNovated':
      applyTrade(house, event.payload);
      break;
    case 'PricesObserved':
      for (const price of event.payload.prices)
        if (isNews(house.market, price)) {
          takePrice(house.market, price);
          heedPrice(house, price.symbol);
        }
      break;
    case 'SettlementPriceAccepted': {
      const { symbol } = event.payload;
      takeOfficialPrice(house.market, event.payload, isFactorSymbol(referenceOf(house), symbol));
      heedPrice(house, symbol);
      break;
    }
    case 'PriceHistoryImported':
      takeCloses(house.market, event.payload.symbol, event.payload.closes);
      house.attention.everyone = true;
      break;
    case 'CollateralDeposited':
      post(house.books, event.payload.journal);
      house.attention.accounts.add(event.payload.account);
      break;
    case 'DefaultFundDeposited':
      post(house.books, event.payload.journal);
      break;
    case 'SettlementCycleCompleted':
      applyCycle(house, event.payload, event.position);
      break;
    case 'AccountSettled':
      post(house.books, event.payload.journal);
      house.attention.accounts.add(event.payload.account);
      break;
    case 'SettlementCycleBlocked':
      takeBlockedCycle(house.settlement, event.payload);
      break;
    case 'MarginCallIssued':
      if (house.settlement.evaluationDueFor === undefined && house.ledgerTimeMs !== undefined)
        house.marginCalls.lastIntradayIssueMs.set(event.payload.account, house.ledgerTimeMs);
      takeCall(house.marginCalls, event.payload);
      break;
    case 'MarginCallPaid':
    case 'MarginCallOverdue':
    case 'MarginCallCancelled':
      takeCall(house.marginCalls, event.payload);
      break;
    case 'CycleRequirementsEvaluated':
      house.settlement.evaluationDueFor = undefined;
      break;
    case 'MessageQuarantined':
      house.quarantined.set(event.position, event.payload.topic);
      break;
    case 'QuarantineReleased':
      house.quarantined.delete(event.payload.quarantined);
      break;
    case 'LedgerOpened':
    case 'CommandAnswered':
    case 'InputGapAccepted':
    case 'VolatilitiesObserved':
    case 'TradeRejected':
    case 'AnswerRepeated':
    case 'CollateralInstructionRejected':
      break;
    default:
      event satisfies never;
  }
}

function applyTrade(house: HouseState, trade: TradeNovated): void {
  const { trading, attention } = house;
  const terms = referenceOf(house).instruments.get(trade.instrument);
  invariant(terms, () => `${trade.tradeId} is in the unknown instrument ${trade.instrument}`);
  const ticks = priceToTicks(terms, trade.price);
  invariant(ticks.kind === 'ticks', () => `${trade.tradeId} was novated off its tick`);
  for (const { account, lots } of legsOf(trade)) {
    bookLots(trading, account, trade.instrument, lots, ticks.ticks);
    attention.accounts.add(account);
  }
  trading.traded.add(trade.instrument);
  if (house.market.prices.has(trade.instrument)) return;
  if (trading.lastTradeTicks.get(trade.instrument) === ticks.ticks) return;
  trading.lastTradeTicks.set(trade.instrument, ticks.ticks);
  heedPrice(house, trade.instrument);
}

function applyCycle(house: HouseState, cycle: SettlementCycleCompleted, position: number): void {
  takeCycle(house.settlement, cycle, position);
  for (const { instrument, settlementPrice } of cycle.prices) {
    const terms = referenceOf(house).instruments.get(instrument);
    const ticks = terms && priceToTicks(terms, settlementPrice);
    invariant(ticks?.kind === 'ticks', () => `${instrument} was settled off its tick`);
    house.settlement.lastSettledTicks.set(instrument, ticks.ticks);
    openAnew(house.trading, instrument);
  }
  if (cycle.type === 'EOD') forgetOfficialPricesBefore(house.market, cycle.businessDate);
  // After a cycle every deficit is called, however small: everybody is looked at again.
  house.attention.everyone = true;
}

/** A price concerns who holds the instrument; one that is no instrument may be an exchange rate. */
function heedPrice(house: HouseState, symbol: string): void {
  if (!referenceOf(house).instruments.has(symbol)) {
    house.attention.everyone = true;
    return;
  }
  for (const account of house.trading.holders.get(symbol) ?? [])
    house.attention.accounts.add(account);
}
