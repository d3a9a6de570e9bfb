import { post } from '#libs/domain/books/books.js';
import type { EventPayloads, EventType } from '#libs/domain/events/event-catalogue.js';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { invariant } from '#libs/domain/kernel/assert.js';
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
import {
  startSchedule,
  takeBlockedCycle,
  takeCycle,
} from '#libs/domain/settlement/settlement-state.js';
import { bookLots, legsOf, openAnew } from '#libs/domain/trading/trading-state.js';
import { referenceOf, type HouseState } from './house-state.js';

/** What an event of one type does to the state. */
type Application<T extends EventType> = (
  house: HouseState,
  payload: EventPayloads[T],
  position: number,
) => void;

/** Events that say something was answered, and change nothing. */
const changesNothing = (): void => undefined;

/** What each event does to the state: one entry a type, none may be left out. */
export const APPLICATIONS: { readonly [T in EventType]: Application<T> } = {
  LedgerOpened: changesNothing,
  ReferenceDataChanged(house, { document }) {
    if (!house.reference?.data.calendar) startSchedule(house.settlement, house.ledgerTimeMs);
    house.reference = indexReferenceData(document);
    house.attention.everyone = true;
  },
  CommandAnswered: changesNothing,
  MessageQuarantined(house, { topic }, position) {
    house.quarantined.set(position, topic);
  },
  QuarantineReleased(house, { quarantined }) {
    house.quarantined.delete(quarantined);
  },
  InputGapAccepted: changesNothing,
  PricesObserved(house, { prices }) {
    for (const price of prices) {
      if (!isNews(house.market, price)) continue;
      takePrice(house.market, price);
      heedPrice(house, price.symbol);
    }
  },
  SettlementPriceAccepted(house, official) {
    const { symbol } = official;
    takeOfficialPrice(house.market, official, isFactorSymbol(referenceOf(house), symbol));
    heedPrice(house, symbol);
  },
  VolatilitiesObserved: changesNothing,
  PriceHistoryImported(house, { symbol, closes }) {
    takeCloses(house.market, symbol, closes);
    house.attention.everyone = true;
  },
  TradeNovated: applyTrade,
  TradeRejected: changesNothing,
  AnswerRepeated: changesNothing,
  CollateralDeposited(house, { journal, account }) {
    post(house.books, journal);
    house.attention.accounts.add(account);
  },
  DefaultFundDeposited(house, { journal }) {
    post(house.books, journal);
  },
  CollateralInstructionRejected: changesNothing,
  SettlementCycleCompleted: applyCycle,
  AccountSettled(house, { journal, account }) {
    post(house.books, journal);
    house.attention.accounts.add(account);
  },
  SettlementCycleBlocked(house, blocked) {
    takeBlockedCycle(house.settlement, blocked);
  },
  MarginCallIssued(house, call) {
    if (house.settlement.evaluationDueFor === undefined && house.ledgerTimeMs !== undefined)
      house.marginCalls.lastIntradayIssueMs.set(call.account, house.ledgerTimeMs);
    takeCall(house.marginCalls, call);
  },
  MarginCallPaid: applyCall,
  MarginCallOverdue: applyCall,
  MarginCallCancelled: applyCall,
  CycleRequirementsEvaluated(house) {
    house.settlement.evaluationDueFor = undefined;
  },
};

function applyCall(house: HouseState, call: AnyMarginCall): void {
  takeCall(house.marginCalls, call);
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
