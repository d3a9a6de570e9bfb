import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { TradeCorrectionRejected } from '#libs/domain/events/trade-correction-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { TradeCorrection } from '#libs/domain/inputs/inputs.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { priceToTicks, ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { Bookings } from '#libs/domain/trading/bookings.js';
import { tradeIdentityKey, type NovatedBefore } from '#libs/domain/trading/decide-trade.js';
import { changedFees } from './changed-fees.js';
import { correctionFingerprint, correctionIdentityKey } from './correction-identity.js';
import type { CorrectionRefusal } from './correction-refusal.js';
import { judgeCorrection, type JudgedCorrection } from './judge-correction.js';
import type { NovatedTrade } from './novated-trade.js';
import { legsInEvent, partsAt } from './trade-legs.js';

/** What a bust or a correction is judged with. */
export interface CorrectionQuestion {
  readonly correction: TradeCorrection;
  /** The novation of the trade that it names. */
  readonly novation: NovatedTrade | undefined;
  /** What was accepted under the same correction id. */
  readonly before: NovatedBefore | undefined;
  /** The ledger's time if it is accepted. */
  readonly nowMs: number;
}

/**
 * Judges a bust or a correction by a venue: done, refused with a code and the mend, or the first answer
 * again. Where several codes apply it is the first in this order: shape (judged before), duplicate, the
 * trade, its instrument, its accounts, quantity, price. That it raises a requirement is no reason to refuse it.
 */
export function decideTradeCorrection(
  house: HouseState,
  engine: MarginEngine,
  { correction, novation, before, nowMs }: CorrectionQuestion,
): NewEvent {
  if (before) return answerRepeated(correction, before);
  const judged = judgeCorrection(house, engine, correction, novation, nowMs);
  if (!judged.ok) return rejectCorrection(correction, judged.error);
  return correction.type === 'BUST'
    ? busted(house, correction, judged.value)
    : corrected(house, correction, judged.value);
}

/** A message that names a trade and means to correct it, and is refused. */
export function rejectCorrection(
  {
    tradeId,
    venue,
    type,
    correctionId,
  }: Pick<TradeCorrectionRejected, 'tradeId' | 'venue' | 'type' | 'correctionId'>,
  { code, field, reason }: Pick<TradeCorrectionRejected, 'code' | 'field' | 'reason'>,
): NewEvent {
  return {
    type: 'TradeCorrectionRejected',
    streamId: tradeIdentityKey({ tradeId, venue }),
    payload: {
      tradeId,
      venue,
      type,
      ...(correctionId === undefined ? {} : { correctionId }),
      code,
      ...(field === undefined ? {} : { field }),
      reason,
    },
  };
}

function answerRepeated(correction: TradeCorrection, before: NovatedBefore): NewEvent {
  const { venue, correctionId } = correction;
  const identity = correctionIdentityKey(correction);
  if (before.fingerprint === correctionFingerprint(correction)) {
    const payload = { identity, position: before.position };
    return { type: 'AnswerRepeated', streamId: tradeIdentityKey(correction), payload };
  }
  const conflict: CorrectionRefusal = {
    code: 'CONFLICTING_DUPLICATE',
    field: 'correctionId',
    reason: `${correctionId} of ${venue} was done with other content at position ${before.position}; send a new correction under a new id`,
  };
  return rejectCorrection(correction, conflict);
}

/** What both corrections say of the request and of the trade. */
function headOf(
  { tradeId, venue, correctionId, reason, requestedAt }: TradeCorrection,
  { standing }: JudgedCorrection,
) {
  return {
    tradeId,
    venue,
    correctionId,
    reason,
    requestedAt,
    novation: standing.novation.position,
    novatedAt: formatInstant(standing.novatedAtMs),
    instrument: standing.instrument,
  };
}

function busted(
  house: HouseState,
  correction: TradeCorrection,
  judged: JudgedCorrection,
): NewEvent {
  const { standing, instrument } = judged;
  const { quantity, price, novation } = standing;
  const bookings = new Bookings(house.trading.clients, standing.instrument);
  for (const part of partsAt(standing, ticksOf(instrument, price))) bookings.takeBack(part);
  return {
    type: 'TradeBusted',
    ...eventHeadOf(correction),
    payload: {
      ...headOf(correction, judged),
      quantity,
      price,
      legs: legsInEvent(standing),
      bookings: bookings.made,
      fees: changedFees(house, novation, Number(quantity)),
    },
  };
}

function corrected(
  house: HouseState,
  correction: TradeCorrection,
  judged: JudgedCorrection,
): NewEvent {
  const { standing, instrument, lots, ticks } = judged;
  const { quantity, price, novation, buyer, seller } = standing;
  const bookings = new Bookings(house.trading.clients, standing.instrument);
  for (const part of partsAt(standing, ticksOf(instrument, price))) bookings.takeBack(part);
  // A quantity that changes is of one account on each side: that was judged.
  const isResized = lots !== Number(quantity);
  const resize = (parts: typeof buyer) =>
    isResized ? parts.map((part) => ({ ...part, lots })) : parts;
  const legs = { buyer: resize(buyer), seller: resize(seller) };
  for (const part of partsAt(legs, ticks)) bookings.add(part);
  return {
    type: 'TradeCorrected',
    ...eventHeadOf(correction),
    payload: {
      ...headOf(correction, judged),
      previous: { quantity, price },
      asked: askedOf(correction),
      quantity: String(lots),
      price: ticksToPrice(instrument, ticks),
      legs: legsInEvent(legs),
      bookings: bookings.made,
      fees: changedFees(house, novation, Number(quantity) - lots),
    },
  };
}

const askedOf = ({ quantity, price }: TradeCorrection) => ({
  ...(quantity === undefined ? {} : { quantity }),
  ...(price === undefined ? {} : { price }),
});

const eventHeadOf = (correction: TradeCorrection) => ({
  streamId: tradeIdentityKey(correction),
  identity: correctionIdentityKey(correction),
  movesClockToMs: Date.parse(correction.requestedAt),
});

/** The price of a trade that was novated, which lies on its tick. */
function ticksOf(instrument: InstrumentEntry, price: string): number {
  const read = priceToTicks(instrument, price);
  if (read.kind !== 'ticks') throw new Error(`${price} was novated off the tick of its instrument`);
  return read.ticks;
}
