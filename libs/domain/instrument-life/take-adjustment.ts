import { post } from '#libs/domain/books/books.js';
import type {
  AdjustedInstrument,
  AdjustedPosition,
  ContractsAdjusted,
} from '#libs/domain/events/instrument-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { CloseSeries, MarketState } from '#libs/domain/market/market-state.js';
import { takeReferenceData } from '#libs/domain/reference-data/proposal-state.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import type { ClientPositions } from '#libs/domain/trading/client-positions.js';
import { isTraded, type Holding } from '#libs/domain/trading/trading-state.js';
import { readRatio, type AdjustmentRatio } from './ratio.js';

/**
 * Takes an adjustment into the state: what the event says of terms, prices and positions, and what
 * follows from the ratio for what was traded since the last cycle and for closes.
 */
export function takeAdjustment(
  house: HouseState,
  adjusted: ContractsAdjusted,
  position: number,
): void {
  const { adjustmentId, underlying, ratio: text, instruments, positions, journal } = adjusted;
  const ratio = readRatio(text);
  invariant(ratio, () => `${text} of ${adjustmentId} is no ratio`);
  takeReferenceData(house.proposals, position, adjusted.by, undefined);
  house.reference = indexReferenceData(adjusted.document);
  for (const instrument of instruments) takePrices(house, instrument);
  takeSpots(house, adjusted);
  for (const symbol of adjusted.histories) {
    for (const series of [house.market.imported, house.market.settled])
      scaleCloses(series, symbol, ratio);
  }
  house.market.historyVersion += 1;
  for (const { instrument, tickValueMinor } of instruments) {
    const finer = tickValueMinor.before / tickValueMinor.after;
    const held = positions.filter((each) => each.instrument === instrument);
    takePositions(house, instrument, { ratio, finer }, held);
    scaleSampling(house, instrument, ratio);
  }
  scaleSampling(house, underlying, ratio);
  post(house.books, journal);
  const ids = instruments.map(({ instrument }) => instrument);
  const made = { adjustmentId, underlying, ratio: text, position, instruments: ids };
  house.instrumentLife.adjustments.set(adjustmentId, made);
  house.attention.everyone = true;
  house.attention.everyUnderlying = true;
}

/** Prices as the event has them: on the new grid, which is in force by now. */
function takePrices(house: HouseState, adjusted: AdjustedInstrument): void {
  const { instrument, settlementPrice, mark, lastTradePrice, officialPrices } = adjusted;
  const { market, settlement, trading } = house;
  const ticksOf = (price: string): number => {
    const terms = referenceOf(house).instruments.get(instrument);
    const ticks = terms && priceToTicks(terms, price);
    invariant(ticks?.kind === 'ticks', () => `${price} of ${instrument} is off its new tick`);
    return ticks.ticks;
  };
  if (settlementPrice) settlement.lastSettledTicks.set(instrument, ticksOf(settlementPrice.after));
  if (lastTradePrice) trading.lastTradeTicks.set(instrument, ticksOf(lastTradePrice.after));
  const accepted = market.prices.get(instrument);
  if (mark && accepted) market.prices.set(instrument, { ...accepted, price: mark.after });
  for (const { businessDate, after } of officialPrices)
    scaleOfficial(market, `${businessDate} ${instrument}`, after);
}

function takeSpots(
  { market }: HouseState,
  { underlying, spot, officialSpots }: ContractsAdjusted,
): void {
  const accepted = market.prices.get(underlying);
  if (spot && accepted) market.prices.set(underlying, { ...accepted, price: spot.after });
  for (const { businessDate, after } of officialSpots)
    scaleOfficial(market, `${businessDate} ${underlying}`, after);
}

/** An official price in terms of the new contracts, where one is held; when it came stays as it was. */
function scaleOfficial({ official, finals }: MarketState, key: string, price: string): void {
  for (const prices of [official, finals]) {
    const held = prices.get(key);
    if (held) prices.set(key, { ...held, price });
  }
}

function scaleCloses(
  series: Map<string, CloseSeries>,
  symbol: string,
  { to, from }: AdjustmentRatio,
): void {
  const held = series.get(symbol);
  if (!held) return;
  const closes = held.closes.map((close) => (close * from) / to);
  series.set(symbol, { dates: held.dates, closes });
}

/** 5-minute returns go on from prices of the new size. */
function scaleSampling(
  { regimes }: HouseState,
  symbol: string,
  { to, from }: AdjustmentRatio,
): void {
  const sampling = regimes.intraday.get(symbol);
  if (!sampling) return;
  sampling.price = (sampling.price * from) / to;
  const { before } = sampling;
  if (before) sampling.before = { ...before, price: (before.price * from) / to };
}

/**
 * Lots as the event has them. What was opened and traded follows by the same factor where lots divide,
 * and else nothing was traded; lots times ticks grow with the fineness of the tick alone.
 */
function takePositions(
  { trading }: HouseState,
  instrument: string,
  { ratio, finer }: { readonly ratio: AdjustmentRatio; readonly finer: number },
  positions: readonly AdjustedPosition[],
): void {
  const lotsOf = new Map<string, number>();
  for (const { account, client, long, short } of positions) {
    const lots = Number(long.after) - Number(short.after);
    lotsOf.set(account, (lotsOf.get(account) ?? 0) + lots);
    const ofClient = client === undefined ? undefined : trading.clients.get(account)?.get(client);
    if (client === undefined || !ofClient) continue;
    const [longLots, shortLots] = [Number(long.after), Number(short.after)];
    if (longLots === 0 && shortLots === 0) dropClient(trading.clients, account, client, instrument);
    else ofClient.set(instrument, { long: longLots, short: shortLots, lots });
  }
  for (const account of trading.holders.get(instrument) ?? []) {
    const holding = trading.holdings.get(account)?.get(instrument);
    if (holding) scaleHolding(holding, lotsOf.get(account) ?? 0, finer, ratio);
  }
}

function scaleHolding(
  holding: Holding,
  lots: number,
  finer: number,
  { to, from }: AdjustmentRatio,
): void {
  holding.lots = lots;
  if (!isTraded(holding)) {
    holding.openingLots = lots;
    return;
  }
  holding.openingLots = (holding.openingLots * to) / from;
  holding.tradedLots = (holding.tradedLots * to) / from;
  holding.tradedTicks *= BigInt(finer);
  invariant(
    Number.isInteger(holding.openingLots) &&
      holding.openingLots + holding.tradedLots === holding.lots,
    'lots that were traded do not divide by the ratio',
  );
}

/** A client that is neither long nor short any more is in no list of them. */
function dropClient(
  clients: ClientPositions,
  account: string,
  client: string,
  instrument: string,
): void {
  const ofAccount = clients.get(account);
  ofAccount?.get(client)?.delete(instrument);
  if (ofAccount?.get(client)?.size === 0) ofAccount.delete(client);
  if (ofAccount?.size === 0) clients.delete(account);
}
