import { decodeTrade, type TradeIdentity } from '#libs/contracts/decoders/decode-trade.js';
import { causationOf, type Input } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { DecisionSession } from '#libs/decider/decision-session.js';
import type { KnownIdentity } from '#libs/decider/recent-identities.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { Decoded, TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import {
  decideTrade,
  rejectMisshapenTrade,
  tradeIdentityKey,
} from '#libs/domain/trading/decide-trade.js';
import { tradeFingerprint } from '#libs/domain/trading/trade-fingerprint.js';

type DecodedTrade = Decoded<TradeSubmission, TradeIdentity>;

/** How messages of `ccp.trades` are decided: each gets exactly one answer, or goes to quarantine. */
export const tradeInput: InputKind<DecodedTrade> = {
  decode: decodeTrade,

  identityOf(decoded) {
    return decoded.kind === 'message' ? tradeIdentityKey(decoded.message) : undefined;
  },

  fingerprintOf(event: RecordedEvent) {
    invariant(event.type === 'TradeNovated', 'only a novation makes a trade final');
    return tradeFingerprint(event.payload);
  },

  decide(session, input, known) {
    const { decoded } = input;
    if (decoded.kind === 'unreadable') session.quarantine(input, decoded.reason);
    else if (decoded.kind === 'misshapen')
      session.emit([rejectMisshapenTrade(decoded)], causationOf(input));
    else decideReadable(session, input, decoded.message, known);
  },
};

function decideReadable(
  session: DecisionSession,
  input: Input<DecodedTrade>,
  trade: TradeSubmission,
  known: KnownIdentity | undefined,
): void {
  const executedMs = Date.parse(trade.executedAt);
  const time = session.judgeTime(executedMs);
  if (time === 'too-great-a-leap') {
    session.quarantine(
      input,
      `executedAt ${trade.executedAt} is more than 40 days ahead of the ledger's time`,
    );
    return;
  }
  if (time === 'ahead-of-the-clock') {
    const refusal = {
      code: 'INVALID_FIELD',
      field: 'executedAt',
      reason: `executedAt ${trade.executedAt} lies more than 5 s in the future; check the venue's clock`,
    } as const;
    session.emit(
      [rejectMisshapenTrade({ identity: trade, known: {}, refusal })],
      causationOf(input),
    );
    return;
  }
  const { house, engine } = session;
  session.decide(
    () => [decideTrade(house, engine, trade, known, session.timeIfAccepted(executedMs))],
    causationOf(input),
  );
}
