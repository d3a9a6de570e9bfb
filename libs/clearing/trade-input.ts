import { decodeTrade, type TradeIdentity } from '#libs/contracts/decoders/decode-trade.js';
import { causationOf, type Input } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { DecisionSession } from '#libs/decider/decision-session.js';
import type { KnownIdentity } from '#libs/decider/recent-identities.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { Decoded, TradeCorrection, TradeSubmission } from '#libs/domain/inputs/inputs.js';
import type { Misshapen } from '#libs/domain/inputs/inputs.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import {
  decideTrade,
  rejectMisshapenTrade,
  tradeIdentityKey,
} from '#libs/domain/trading/decide-trade.js';
import {
  correctionIdentityKey,
  fingerprintOfCorrection,
} from '#libs/domain/trade-corrections/correction-identity.js';
import {
  decideTradeCorrection,
  rejectCorrection,
} from '#libs/domain/trade-corrections/decide-trade-correction.js';
import { tradeFingerprint } from '#libs/domain/trading/trade-fingerprint.js';
import { isInTime } from './is-in-time.js';

type DecodedTrade = Decoded<TradeSubmission | TradeCorrection, TradeIdentity>;

const NO_TRADES: readonly string[] = [];

/** How messages of `ccp.trades` are decided: each gets exactly one answer, or goes to quarantine. */
export const tradeInput: InputKind<DecodedTrade> = {
  decode: decodeTrade,

  identityOf(decoded) {
    if (decoded.kind !== 'message') return undefined;
    const { message } = decoded;
    return 'type' in message ? correctionIdentityKey(message) : tradeIdentityKey(message);
  },

  tradesFor(_house, decoded) {
    if (decoded.kind !== 'message' || !('type' in decoded.message)) return NO_TRADES;
    return [tradeIdentityKey(decoded.message)];
  },

  fingerprintOf(event: RecordedEvent) {
    if (event.type === 'TradeBusted' || event.type === 'TradeCorrected')
      return fingerprintOfCorrection(event);
    invariant(event.type === 'TradeNovated', 'only a novation makes a trade final');
    return tradeFingerprint(event.payload);
  },

  decide(session, input, known) {
    const { decoded } = input;
    if (decoded.kind === 'unreadable') session.quarantine(input, decoded.reason);
    else if (decoded.kind === 'misshapen')
      session.emit([rejectMisshapen(decoded)], causationOf(input));
    else if ('type' in decoded.message)
      decideReadableCorrection(session, input, decoded.message, known);
    else decideReadable(session, input, decoded.message, known);
  },
};

/** Whoever meant to bust or to correct a trade is told so, and the trade stands as it is. */
function rejectMisshapen(misshapen: Misshapen<TradeIdentity>): NewEvent {
  const { identity, known, refusal } = misshapen;
  const { type, correctionId } = known;
  if (type !== 'BUST' && type !== 'CORRECT') return rejectMisshapenTrade(misshapen);
  const named = correctionId === undefined ? {} : { correctionId };
  return rejectCorrection({ ...identity, type, ...named }, refusal);
}

function decideReadableCorrection(
  session: DecisionSession,
  input: Input<DecodedTrade>,
  correction: TradeCorrection,
  before: KnownIdentity | undefined,
): void {
  const { requestedAt } = correction;
  const requestedMs = Date.parse(requestedAt);
  const time = session.judgeTime(requestedMs);
  if (time === 'too-great-a-leap') {
    const reason = `requestedAt ${requestedAt} is more than 40 days ahead of the ledger's time`;
    session.quarantine(input, reason);
    return;
  }
  if (time === 'ahead-of-the-clock') {
    const refusal = {
      code: 'INVALID_FIELD',
      field: 'requestedAt',
      reason: `requestedAt ${requestedAt} lies more than 5 s in the future; check the venue's clock`,
    };
    session.emit([rejectCorrection(correction, refusal)], causationOf(input));
    return;
  }
  const { house, engine } = session;
  const novation = session.novatedTrade(tradeIdentityKey(correction));
  session.decide(() => {
    const nowMs = session.timeIfAccepted(requestedMs);
    return [decideTradeCorrection(house, engine, { correction, novation, before, nowMs })];
  }, causationOf(input));
}

function decideReadable(
  session: DecisionSession,
  input: Input<DecodedTrade>,
  trade: TradeSubmission,
  known: KnownIdentity | undefined,
): void {
  const executedMs = Date.parse(trade.executedAt);
  const said = { field: 'executedAt', at: trade.executedAt, whose: "the venue's" };
  const isTaken = isInTime(session, input, said, (refusal) =>
    rejectMisshapenTrade({ identity: trade, known: {}, refusal }),
  );
  if (!isTaken) return;
  const { house, engine } = session;
  session.decide(
    () => [decideTrade(house, engine, trade, known, session.timeIfAccepted(executedMs))],
    causationOf(input),
  );
}
