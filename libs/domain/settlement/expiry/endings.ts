import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import {
  expiryDateOf,
  finalPriceOf,
  isExercisedByItself,
  ticksAt,
} from '#libs/domain/market/final-price.js';
import type { OfficialPrice } from '#libs/domain/market/market-state.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import { paysPremium } from '#libs/domain/settlement/lines/pays-premium.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { exerciseSeries, type AccountOutcome, type SeriesOutcome } from './exercise-series.js';

/** The future that an exercised option becomes a position in, at its strike. */
export interface Delivery {
  readonly future: InstrumentEntry;
  /** The strike in ticks of the future. */
  readonly strikeTicks: number;
  /** +1 where who exercises gets long (a call), -1 where short (a put). */
  readonly sign: 1 | -1;
}

/** A series that ends in a cycle. */
export interface EndingSeries extends SeriesOutcome {
  /** Undefined where it is exercised into cash. */
  readonly delivery: Delivery | undefined;
  /** Of a futures-style option: what all lots are settled at, in ticks; exercise pays the rest. */
  readonly settledTicks: number;
}

/** Lots that an account gets in a future, and what they cost: the sum of lots x ticks. */
export interface DeliveredLots {
  lots: number;
  ticks: bigint;
}

/** What ends in an end-of-day cycle: decided once, for all accounts. */
export interface Endings {
  /** Final prices in ticks of what pays variation margin to the end. */
  readonly settled: ReadonlyMap<string, number>;
  readonly series: ReadonlyMap<string, EndingSeries>;
  /** By account, then by future. */
  readonly delivered: ReadonlyMap<string, ReadonlyMap<string, DeliveredLots>>;
}

/** Nothing ends. */
export const NO_ENDINGS: Endings = { settled: new Map(), series: new Map(), delivered: new Map() };

/**
 * What ends with the end of a day: every future, and every perpetual that is delisted, whose final price is
 * there, and every option that has expired, whose final price is there and whose cut-off for contrary
 * instructions has passed. The end of a day closes that day with all its cut-offs.
 */
export function endingsOf(house: HouseState, businessDate: string): Endings {
  const settled = new Map<string, number>();
  const options: [InstrumentEntry, OfficialPrice][] = [];
  for (const instrument of heldInstruments(house)) {
    const entry = referenceOf(house).instruments.get(instrument);
    const final = entry && finalPriceOf(house, entry);
    if (!entry || !final || !endsOn(house, entry, final, businessDate)) continue;
    if (entry.type === 'option') options.push([entry, final]);
    else settled.set(instrument, ticksAt(entry, final.price) ?? 0);
  }
  if (options.length === 0 && settled.size === 0) return NO_ENDINGS;
  const series = new Map<string, EndingSeries>();
  const delivered = new Map<string, Map<string, DeliveredLots>>();
  for (const [entry, final] of options) {
    const delivery = deliveryOf(house, entry, settled);
    const outcome = exerciseSeries(house, entry, final);
    const isPaidToTheEnd = !delivery && isExercisedByItself(entry, final.price);
    const settledTicks = isPaidToTheEnd ? outcome.valueTicks : 0;
    series.set(entry.id, { ...outcome, delivery, settledTicks });
    if (!paysPremium(entry)) settled.set(entry.id, settledTicks);
    if (delivery) deliver(delivered, outcome, delivery);
  }
  return { settled, series, delivered };
}

/** Instruments that somebody holds or traded since the last cycle, ascending. */
export const heldInstruments = ({ trading }: HouseState): string[] =>
  [...trading.holders].flatMap(([id, holders]) => (holders.size > 0 ? [id] : [])).sort();

function endsOn(
  house: HouseState,
  entry: InstrumentEntry,
  final: OfficialPrice,
  businessDate: string,
): boolean {
  if (entry.terms.type !== 'option') return final.businessDate <= businessDate;
  const reference = referenceOf(house);
  if ((expiryDateOf(reference, entry) ?? '') > businessDate) return false;
  const cutOffMs = cutOffOf(entry);
  if ((house.ledgerTimeMs ?? 0) >= cutOffMs) return true;
  return businessDateOf(reference.data.calendar, cutOffMs - 1) <= businessDate;
}

/** Until when holders of an option may instruct, on the ledger's clock: its expiry unless the file says later. */
export function cutOffOf({ terms, expiryMs }: InstrumentEntry): number {
  const cutOff = terms.type === 'option' ? terms.contraryCutOff : undefined;
  return cutOff === undefined ? (expiryMs ?? 0) : Date.parse(cutOff);
}

/**
 * What is delivered on exercise; undefined where it is cash: also where the future ends with the option or
 * ended before it, so that there is nothing left to deliver, and where the strike is no price of the future.
 */
function deliveryOf(
  house: HouseState,
  { terms }: InstrumentEntry,
  ending: ReadonlyMap<string, number>,
): Delivery | undefined {
  if (terms.type !== 'option' || terms.exercise !== 'future' || terms.forward === undefined)
    return undefined;
  const future = referenceOf(house).instruments.get(terms.forward);
  if (!future || ending.has(future.id) || house.settlement.ended.has(future.id)) return undefined;
  if (house.market.final.has(future.id)) return undefined;
  const strike = priceToTicks(future, terms.strike);
  if (strike.kind !== 'ticks') return undefined;
  return { future, strikeTicks: strike.ticks, sign: terms.right === 'call' ? 1 : -1 };
}

/** Lots of the future that an outcome brings: long positive. */
export const deliveredLots = (
  { exercised, assigned }: Pick<AccountOutcome, 'exercised' | 'assigned'>,
  { sign }: Delivery,
): number => {
  const net = exercised - assigned;
  return net === 0 ? 0 : sign * net;
};

function deliver(
  delivered: Map<string, Map<string, DeliveredLots>>,
  { accounts }: SeriesOutcome,
  delivery: Delivery,
): void {
  for (const [account, outcome] of accounts) {
    if (outcome.exercised === 0 && outcome.assigned === 0) continue;
    const lots = deliveredLots(outcome, delivery);
    let ofAccount = delivered.get(account);
    if (!ofAccount) delivered.set(account, (ofAccount = new Map<string, DeliveredLots>()));
    const held = ofAccount.get(delivery.future.id) ?? { lots: 0, ticks: 0n };
    held.lots += lots;
    held.ticks += BigInt(lots) * BigInt(delivery.strikeTicks);
    ofAccount.set(delivery.future.id, held);
  }
}
