import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { TradeNovated, TradeRejected } from '#libs/domain/events/trade-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { Misshapen, TradeSubmission } from '#libs/domain/inputs/inputs.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { TradeRefusal } from './refusal.js';
import { clientSidesOf } from './client-side.js';
import { refuseAccounts } from './rules/accounts-may-trade.js';
import { refuseMisnamedClients } from './rules/clients-are-named.js';
import { refuseClosingTooMuch } from './rules/closes-what-is-held.js';
import { refuseOpeningDelisted } from './rules/delisted-only-closes.js';
import { refuseClosedInstrument } from './rules/instrument-is-open.js';
import { refuseOnClosedLedger } from './rules/ledger-is-open.js';
import { refuseNewRiskWhileHalted } from './rules/no-new-risk-while-halted.js';
import { refuseMembersInDefault } from './rules/members-not-in-default.js';
import { refuseSuspendedMembers } from './rules/members-not-suspended.js';
import { readPriceTicks } from './rules/price-on-tick.js';
import { refusePriceOutOfBand } from './rules/price-within-band.js';
import { readLots } from './rules/quantity-is-whole-lots.js';
import { refuseRiskOfRestrictedAccount } from './rules/restricted-accounts-reduce-only.js';
import type { TradeContext } from './rules/trade-context.js';
import { refuseOwnVenue } from './rules/venue-is-another.js';
import { refuseBeyondAccountLimits } from './rules/within-account-limits.js';
import { refuseBeyondExposureLimits } from './rules/within-exposure-limits.js';
import { refuseBeyondExactIntegers } from './rules/within-exact-integers.js';
import { tradeFingerprint } from './trade-fingerprint.js';

/** A trade that was novated under the same identity before. */
export interface NovatedBefore {
  readonly position: number;
  /** {@link tradeFingerprint} of its content. */
  readonly fingerprint: string;
}

export interface TradeIdentity {
  readonly tradeId: string;
  readonly venue: string;
}

/** The identity of a trade: (venue, tradeId), unique for ever once novated. */
export const tradeIdentityKey = ({ venue, tradeId }: TradeIdentity): string =>
  `trade/${venue}/${tradeId}`;

/**
 * Judges a submitted trade: novated, refused with a code and the mend, or the first answer again.
 * Where several codes apply it is the first in the order of the contract: shape (judged before),
 * duplicate, instrument, accounts, quantity, price.
 * @param nowMs the ledger's time if the trade is accepted
 */
export function decideTrade(
  house: HouseState,
  engine: MarginEngine,
  trade: TradeSubmission,
  before: NovatedBefore | undefined,
  nowMs: number,
): NewEvent {
  if (before && tradeFingerprint(trade) === before.fingerprint) return answerAgain(trade, before);
  const misnamed = refuseOwnVenue(trade) ?? refuseMisnamedClients(house, trade);
  if (misnamed) return rejected(trade, misnamed);
  if (before) return rejected(trade, conflictWith(trade, before));
  const verdict = judgeTrade(house, engine, trade, nowMs);
  return typeof verdict === 'number' ? novation(trade, verdict) : rejected(trade, verdict);
}

/**
 * The event by which the clearing house takes a trade on.
 * @param lots whole lots, positive
 * @param sides the two sides that it comes from, where each member sent its own
 */
export function novation(
  trade: TradeSubmission,
  lots: number,
  sides: Pick<TradeNovated, 'buyerSideId' | 'sellerSideId'> = {},
): NewEvent {
  const { tradeId, venue, instrument, price, buyer, seller, executedAt } = trade;
  const identity = tradeIdentityKey(trade);
  const payload = {
    tradeId,
    venue,
    instrument,
    quantity: String(lots),
    price,
    buyer,
    seller,
    executedAt,
    ...clientSidesOf(trade),
    ...sides,
  };
  return {
    type: 'TradeNovated',
    streamId: identity,
    identity,
    movesClockToMs: Date.parse(executedAt),
    payload,
  };
}

/** A message with the identity of a trade whose shape is wrong. */
export function rejectMisshapenTrade({
  identity,
  known: { buyer, seller },
  refusal,
}: Misshapen<TradeIdentity>): NewEvent {
  const parties = { ...(buyer ? { buyer } : {}), ...(seller ? { seller } : {}) };
  return rejected({ ...identity, ...parties }, refusal);
}

function rejected(
  { tradeId, venue, buyer, seller }: TradeIdentity & Pick<TradeRejected, 'buyer' | 'seller'>,
  { code, field, reason, limit }: Pick<TradeRejected, 'code' | 'field' | 'reason' | 'limit'>,
): NewEvent {
  return {
    type: 'TradeRejected',
    streamId: tradeIdentityKey({ tradeId, venue }),
    payload: {
      tradeId,
      venue,
      code,
      ...(field === undefined ? {} : { field }),
      reason,
      ...(buyer === undefined ? {} : { buyer }),
      ...(seller === undefined ? {} : { seller }),
      ...(limit === undefined ? {} : { limit }),
    },
  };
}

function answerAgain(trade: TradeSubmission, before: NovatedBefore): NewEvent {
  const identity = tradeIdentityKey(trade);
  return {
    type: 'AnswerRepeated',
    streamId: identity,
    payload: { identity, position: before.position },
  };
}

const conflictWith = ({ tradeId, venue }: TradeIdentity, before: NovatedBefore): TradeRefusal => ({
  code: 'CONFLICTING_DUPLICATE',
  field: 'tradeId',
  reason: `${tradeId} of ${venue} was novated with other content at position ${before.position}; a novated trade is final, send a new one under a new id`,
});

/** The trade's lots if every rule lets it pass, else the first refusal in the contract's order. */
export function judgeTrade(
  house: HouseState,
  engine: MarginEngine,
  trade: TradeSubmission,
  nowMs: number,
): number | TradeRefusal {
  const instrument = house.reference?.instruments.get(trade.instrument);
  if (!house.reference || !instrument)
    return {
      code: 'UNKNOWN_INSTRUMENT',
      field: 'instrument',
      reason: `${trade.instrument} is not an instrument of ledger ${house.ledgerId}; list it first or correct the name`,
    };
  const context: TradeContext = {
    house,
    reference: house.reference,
    engine,
    trade,
    instrument,
    nowMs,
  };
  const closed =
    refuseOnClosedLedger(context) ??
    refuseClosedInstrument(context) ??
    refuseAccounts(context) ??
    refuseMembersInDefault(context);
  if (closed) return closed;
  const lots = readLots(trade.quantity);
  // What a trade of no valid quantity would do to a requirement cannot be said.
  const delisted = lots.ok ? refuseOpeningDelisted(context, lots.value) : undefined;
  if (delisted) return delisted;
  const halted = lots.ok ? refuseNewRiskWhileHalted(context, lots.value) : undefined;
  if (halted) return halted;
  const restricted = lots.ok ? refuseRiskOfRestrictedAccount(context, lots.value) : undefined;
  const barred = restricted ?? refuseSuspendedMembers(context);
  if (barred) return barred;
  if (!lots.ok) return lots.error;
  const beyond =
    refuseClosingTooMuch(context, lots.value) ??
    refuseBeyondAccountLimits(context, lots.value) ??
    refuseBeyondExactIntegers(context, lots.value);
  if (beyond) return beyond;
  const ticks = readPriceTicks(instrument, trade.price);
  if (!ticks.ok) return ticks.error;
  return (
    refusePriceOutOfBand(context) ??
    refuseBeyondExposureLimits(context, lots.value, ticks.value) ??
    lots.value
  );
}
