import { balanceOf, cashBook, post } from '#libs/domain/books/books.js';
import { holderOf, holderOfCashBook } from '#libs/domain/books/holder.js';
import { accrueFees } from '#libs/domain/charges/clearing-fees.js';
import { takeCycleIntoCharges, takePartIntoClosing } from '#libs/domain/charges/closing.js';
import { heedPriceAlignment } from '#libs/domain/charges/price-alignment.js';
import { takeOwnCapital } from '#libs/domain/default-management/own-capital.js';
import { takeCycleIntoDefaults } from '#libs/domain/default-management/take-cycle.js';
import { caseOf, takeProposal, takeStep } from '#libs/domain/default-management/take-default.js';
import { openBucket } from '#libs/domain/collateral/bucket-index.js';
import type { CollateralWithdrawn } from '#libs/domain/events/collateral-events.js';
import {
  applyFundSize,
  applyStressTests,
  demandStressTests,
} from '#libs/domain/default-fund/apply-fund-events.js';
import type { EventPayloads, EventType } from '#libs/domain/events/event-catalogue.js';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import type {
  AccountSettled,
  SettlementCycleCompleted,
  SettlementLine,
} from '#libs/domain/events/settlement-events.js';
import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { settleAccrued } from '#libs/domain/funding/funding-state.js';
import {
  heedFundedTrade,
  heedFundingTerms,
  observeForFunding,
} from '#libs/domain/funding/observe-funding.js';
import { takeFunding } from '#libs/domain/funding/take-funding.js';
import { takeAdjustment } from '#libs/domain/instrument-life/take-adjustment.js';
import { takeDelisting, takeHalt, takeResumption } from '#libs/domain/instrument-life/take-life.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { isOfMember } from '#libs/domain/margin-calls/call-reason.js';
import { takeCall, takeIssuedCall } from '#libs/domain/margin-calls/margin-call-state.js';
import { endNovatedSides, endSide, takeSide } from '#libs/domain/matching/apply-matching.js';
import {
  dropUngatedFeeds,
  takeFeedState,
  takeJudgedPrice,
  takeOfficialIntoFeed,
} from '#libs/domain/market/feed-fold.js';
import { awaitedFinalPrices, endsPositions } from '#libs/domain/market/final-price.js';
import { growsHistory } from '#libs/domain/market/known-symbols.js';
import {
  correctOfficialPrice,
  forgetOfficialPricesBefore,
  isNews,
  takeCloses,
  takeOfficialPrice,
  takePrice,
} from '#libs/domain/market/market-state.js';
import { takeVolatility } from '#libs/domain/market/volatility-state.js';
import { close, takeReferenceData } from '#libs/domain/reference-data/proposal-state.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import { currentBusinessDate } from '#libs/domain/regimes/business-day.js';
import { heedSwitches, observeImplied, samplePrice } from '#libs/domain/regimes/observe-market.js';
import { takeBuffer, takeRegime } from '#libs/domain/regimes/take-regime.js';
import {
  bookPart,
  endPart,
  payDebtsOfCycles,
  settleCycle,
} from '#libs/domain/settlement/cycle-debts.js';
import { countOnSource, passOnInCycle } from '#libs/domain/settlement/money-sources.js';
import { holderOfLots, takeChoice } from '#libs/domain/settlement/expiry/exercise-state.js';
import {
  startSchedule,
  takeBlockedCycle,
  takeCycle,
} from '#libs/domain/settlement/settlement-state.js';
import { forgetOldTrades } from '#libs/domain/trade-corrections/amended-trade.js';
import { takeTradeCorrection } from '#libs/domain/trade-corrections/take-trade-correction.js';
import { addOffer } from '#libs/domain/trade-transfers/offer-state.js';
import { takeClosedOffer, takeTransfer } from '#libs/domain/trade-transfers/take-transfer.js';
import { bookClientLots } from '#libs/domain/trading/client-positions.js';
import {
  bookLots,
  endHoldings,
  legsOf,
  openAnew,
  openLots,
} from '#libs/domain/trading/trading-state.js';
import { heedAccount, heedHolders, heedOptions, heedPriceOf, heedUnderlying } from './heed.js';
import { referenceOf, type HouseState } from './house-state.js';
import { moveCollateral } from './move-collateral.js';

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
  ReferenceDataChanged(house, { document, by, proposal }, position) {
    takeReferenceData(house.proposals, position, by, proposal?.proposalId);
    if (!house.reference?.data.calendar) startSchedule(house.settlement, house.ledgerTimeMs);
    house.reference = indexReferenceData(document);
    dropUngatedFeeds(house);
    heedFundingTerms(house);
    heedPriceAlignment(house);
    house.attention.everyone = true;
    heedSwitches(house);
  },
  ReferenceDataProposed(house, { proposalId, by, hash, document }, position) {
    const { proposals } = house.proposals;
    proposals.set(proposalId, { proposalId, by, status: 'PENDING', position, hash, document });
  },
  ReferenceDataProposalWithdrawn(house, { proposalId, by }, position) {
    close(house.proposals, proposalId, 'WITHDRAWN', position, by);
  },
  CommandAnswered: changesNothing,
  MessageQuarantined(house, { topic }, position) {
    house.quarantined.set(position, topic);
  },
  QuarantineReleased(house, { quarantined }) {
    house.quarantined.delete(quarantined);
  },
  InputGapAccepted: changesNothing,
  // What time changes is changed by the clock that every event carries.
  TimePassed: changesNothing,
  PricesObserved(house, { prices }) {
    for (const price of prices) {
      if (!isNews(house.market, price)) continue;
      takePrice(house.market, price);
      heedPrice(house, price.symbol);
    }
  },
  PriceJudged(house, judged) {
    if (takeJudgedPrice(house, judged)) heedPrice(house, judged.symbol);
  },
  PriceFeedStateChanged(house, changed) {
    takeFeedState(house, changed);
    heedUnderlying(house, changed.underlying);
  },
  SettlementPriceAccepted(house, official, position) {
    const { symbol, businessDate } = official;
    if (isNews(house.market, official)) takeOfficialIntoFeed(house, official);
    const isFactor = growsHistory(referenceOf(house), symbol);
    const ends = endsPositions(house, symbol, businessDate);
    takeOfficialPrice(house.market, official, { position, isFactor, ends });
    if (isFactor) heedClose(house, official);
    heedPrice(house, symbol);
  },
  VolatilitiesObserved(house, { volatilities }) {
    for (const observed of volatilities)
      if (takeVolatility(house.market.volatilities, observed))
        heedVolatility(house, observed.underlying);
  },
  PriceHistoryImported(house, { symbol, closes }) {
    takeCloses(house.market, symbol, closes);
    house.attention.everyone = true;
    house.attention.everyUnderlying = true;
  },
  InstrumentHalted: takeHalt,
  InstrumentResumed: takeResumption,
  InstrumentDelisted: takeDelisting,
  ContractsAdjusted: takeAdjustment,
  TradeNovated: applyTrade,
  TradeRejected: changesNothing,
  AnswerRepeated: changesNothing,
  SideSubmitted: takeSide,
  SidesMismatched: changesNothing,
  SideWithdrawn(house, side, position) {
    endSide(house, side, 'WITHDRAWN', position);
  },
  SideExpired(house, side, position) {
    endSide(house, side, 'EXPIRED', position);
  },
  SideRefused(house, side, position) {
    endSide(house, side, 'REJECTED', position);
  },
  ExerciseInstructed(house, instructed) {
    const { account, client, instrument, choice, quantity, instructionId } = instructed;
    const lots = Number(quantity);
    const holder = holderOfLots(account, client);
    takeChoice(house.exercises, instrument, holder, { choice, lots, instructionId });
    const entry = referenceOf(house).instruments.get(instrument);
    if (entry) heedHolders(house, [entry]);
  },
  MemberMessageRejected: changesNothing,
  TradeBusted: takeTradeCorrection,
  TradeCorrected: takeTradeCorrection,
  TradeCorrectionRejected: changesNothing,
  TransferOffered(house, offered, position) {
    addOffer(house.offers, { ...offered, position });
  },
  OfferClosed: takeClosedOffer,
  LotsTransferred: takeTransfer,
  CollateralDeposited: takeInstruction,
  CollateralWithdrawn: takeInstruction,
  CollateralRecalled: takeInstruction,
  CollateralSubstituted: takeInstruction,
  CollateralTransferred(house, transferred) {
    const { toAccount, toBucket } = transferred;
    takeInstruction(house, transferred);
    if (toBucket !== undefined) openBucket(house.buckets, toAccount, toBucket);
    house.attention.accounts.add(toAccount);
  },
  DefaultFundDeposited(house, { journal }) {
    post(house.books, journal);
    payDebtsOfCycles(house.settlement, journal);
  },
  DefaultFundWithdrawn(house, { journal }) {
    post(house.books, journal);
  },
  CollateralInstructionRejected: changesNothing,
  SettlementCycleCompleted: applyCycle,
  AccountSettled: applySettled,
  SettlementCycleBlocked(house, blocked) {
    takeBlockedCycle(house.settlement, blocked);
  },
  SettlementCycleSettled(house, { cycleId }) {
    settleCycle(house.settlement, cycleId);
  },
  FundingAccrued: takeFunding,
  MarginCallIssued(house, call) {
    const { settlement, marginCalls, ledgerTimeMs } = house;
    if (settlement.evaluationDueFor !== undefined) settlement.callsAfterCycle += 1;
    else if (ledgerTimeMs !== undefined && !isOfMember(call.reason))
      marginCalls.lastIntradayIssueMs.set(holderOf(call.account, call.bucket), ledgerTimeMs);
    if (call.reason === 'DEFAULT_FUND') house.defaultFund.callsDue = false;
    takeIssuedCall(marginCalls, call, referenceOf(house).data.marginCalls);
  },
  MarginCallPaid: applyCall,
  MarginCallReminded: applyCall,
  MarginCallOverdue: applyCall,
  MarginCallEscalated: applyCall,
  MarginCallCancelled: applyCall,
  CycleRequirementsEvaluated(house) {
    house.settlement.evaluationDueFor = undefined;
  },
  VolatilityRegimeChanged: takeRegime,
  MarginBufferUpdated: takeBuffer,
  DefaultProposed: takeProposal,
  DefaultProposalWithdrawn(house, { defaultId }) {
    caseOf(house, defaultId).status = 'WITHDRAWN';
  },
  DefaultStepTaken: takeStep,
  AuctionBidRejected: changesNothing,
  AccountLiquidated(house, { journal, account }) {
    post(house.books, journal);
    payDebtsOfCycles(house.settlement, journal);
    house.defaults.liquidations += 1;
    house.attention.accounts.add(account);
  },
  OwnCapitalChanged: takeOwnCapital,
  StressTestsCompleted: applyStressTests,
  DefaultFundSized: applyFundSize,
};

function takeInstruction(
  house: HouseState,
  { journal, account, bucket }: Pick<CollateralWithdrawn, 'journal' | 'account' | 'bucket'>,
): void {
  if (bucket !== undefined) openBucket(house.buckets, account, bucket);
  moveCollateral(house, { journal, accounts: [account] });
}

function applySettled(house: HouseState, settled: AccountSettled): void {
  const { journal, account, cycleId, currency } = settled;
  const before = new Map(
    journal.flatMap(({ book }) => {
      const holder = holderOfCashBook(book);
      return holder === undefined ? [] : [[holder, cashHeld(house, holder, currency)] as const];
    }),
  );
  post(house.books, journal);
  for (const [holder, beforeMinor] of before) {
    const gainedMinor = cashHeld(house, holder, currency) - beforeMinor;
    bookPart(house.settlement, { cycleId, holder, currency }, beforeMinor, gainedMinor);
  }
  endPart(house.settlement, cycleId);
  for (const line of settled.lines) takeDelivered(house, account, line);
  takePartIntoClosing(house, settled);
  house.attention.accounts.add(account);
}

const cashHeld = ({ books }: HouseState, holder: string, currency: string): bigint =>
  balanceOf(books, cashBook(holder, currency), currency);

function applyCall(house: HouseState, call: AnyMarginCall): void {
  takeCall(house.marginCalls, call);
}

function applyTrade(house: HouseState, trade: TradeNovated, position: number): void {
  const { trading } = house;
  const terms = referenceOf(house).instruments.get(trade.instrument);
  invariant(terms, () => `${trade.tradeId} is in the unknown instrument ${trade.instrument}`);
  const ticks = priceToTicks(terms, trade.price);
  invariant(ticks.kind === 'ticks', () => `${trade.tradeId} was novated off its tick`);
  for (const { account, lots, ofClient } of legsOf(trade)) {
    bookLots(trading, account, trade.instrument, lots, ticks.ticks);
    if (ofClient) bookClientLots(trading.clients, account, ofClient, trade.instrument, lots);
    heedAccount(house, account, terms.underlying);
  }
  if (trade.buyerSideId !== undefined || trade.sellerSideId !== undefined)
    endNovatedSides(house, trade, ticks.ticks, position);
  trading.traded.add(trade.instrument);
  accrueFees(house, trade);
  if (terms.type === 'perpetual') heedFundedTrade(house, trade.instrument);
  if (house.market.prices.has(trade.instrument)) return;
  if (trading.lastTradeTicks.get(trade.instrument) === ticks.ticks) return;
  trading.lastTradeTicks.set(trade.instrument, ticks.ticks);
  house.attention.unrest += 1;
  heedPrice(house, trade.instrument);
}

function applyCycle(house: HouseState, cycle: SettlementCycleCompleted, position: number): void {
  const { cycleId, journal = [] } = cycle;
  takeCycle(house.settlement, cycle, position);
  passOnInCycle(house.settlement, cycleId, journal, (book, asset) =>
    balanceOf(house.books, book, asset),
  );
  post(house.books, journal);
  payDebtsOfCycles(house.settlement, journal, cycleId);
  for (const { defaultId } of cycle.defaults ?? [])
    countOnSource(house.settlement, cycleId, defaultId);
  takeCycleIntoDefaults(house, cycle);
  if (!cycle.corrects) takeCycleIntoCharges(house, cycle);
  if (!cycle.corrects) demandStressTests(house, cycle);
  for (const { instrument, settlementPrice } of cycle.prices) {
    const terms = referenceOf(house).instruments.get(instrument);
    const ticks = terms && priceToTicks(terms, settlementPrice);
    invariant(ticks?.kind === 'ticks', () => `${instrument} was settled off its tick`);
    house.settlement.lastSettledTicks.set(instrument, ticks.ticks);
    if (cycle.corrects) correctPrice(house, instrument, cycle.businessDate, settlementPrice);
    else openAnew(house.trading, instrument);
  }
  for (const instrument of cycle.premiums ?? []) openAnew(house.trading, instrument);
  for (const { instrument } of cycle.ended ?? []) endInstrument(house, instrument, cycleId);
  for (const instrument of cycle.funding ?? []) settleAccrued(house.funding, instrument);
  if (house.ledgerTimeMs !== undefined) forgetOldTrades(house.amendedTrades, house.ledgerTimeMs);
  if (cycle.type === 'EOD')
    forgetOfficialPricesBefore(house.market, cycle.businessDate, awaitedFinalPrices(house));
  // After a cycle every deficit is called, however small: everybody is looked at again.
  house.attention.everyone = true;
}

/** Positions in an instrument are settled or exercised for good. */
function endInstrument(house: HouseState, instrument: string, cycleId: string): void {
  const { settlement, trading, exercises } = house;
  endHoldings(trading, instrument);
  exercises.delete(instrument);
  settlement.ended.set(instrument, cycleId);
  settlement.lastSettledTicks.delete(instrument);
}

/** Futures that options were exercised into: the cycle has settled them, so they open at its price. */
function takeDelivered({ trading }: HouseState, account: string, line: SettlementLine): void {
  const { delivered } = line;
  if (!delivered) return;
  const { instrument, quantity, clients = [] } = delivered;
  for (const { client, long, short } of clients) {
    for (const lots of [Number(long), -Number(short)])
      if (lots !== 0)
        bookClientLots(trading.clients, account, { client, effect: 'OPEN' }, instrument, lots);
  }
  openLots(trading, account, instrument, Number(quantity));
}

/**
 * A close of the business date does not count before the next date, which is seen when it comes; one of
 * an earlier date comes late or corrects another, and moves the scenarios of everybody at once.
 */
function heedClose(
  house: HouseState,
  { type, businessDate }: EventPayloads['SettlementPriceAccepted'],
): void {
  const { attention, market } = house;
  attention.everyUnderlying = true;
  const today = currentBusinessDate(house);
  if (type !== 'SETTLEMENT' || (today !== undefined && businessDate >= today)) return;
  market.historyVersion += 1;
  attention.everyone = true;
}

/** What was traded since the corrected cycle stays open; it is settled from the corrected price. */
function correctPrice(
  house: HouseState,
  symbol: string,
  businessDate: string,
  price: string,
): void {
  const isFactor = growsHistory(referenceOf(house), symbol);
  correctOfficialPrice(house.market, { symbol, businessDate, price }, isFactor);
  if (isFactor) house.attention.everyUnderlying = true;
}

function heedPrice(house: HouseState, symbol: string): void {
  samplePrice(house, symbol);
  observeForFunding(house, symbol);
  heedPriceOf(house, symbol);
}

function heedVolatility(house: HouseState, underlying: string): void {
  observeImplied(house, underlying);
  heedOptions(house, underlying);
}
