import type { DecisionSession } from '#libs/decider/decision-session.js';
import type { Input } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { Decoded } from '#libs/domain/inputs/inputs.js';
import { refuseTime } from './refuse-time.js';

/** What every observation of the market has. */
interface Observation {
  readonly observedAt: string;
}

/**
 * How market data is decided: it has no identity and no answer; what cannot be read or has a time that the
 * clock cannot take is quarantined, the rest is taken.
 * @param take decides one observation; returns why it is quarantined, if it is
 */
export function marketDataInput<Message extends Observation>(
  decode: (value: Uint8Array | null) => Decoded<Message, never>,
  take: (session: DecisionSession, message: Message, input: Input<unknown>) => string | undefined,
): InputKind<Decoded<Message, never>> {
  return {
    decode,
    identityOf: () => undefined,
    fingerprintOf: () => '',
    decide(session, input) {
      const { decoded } = input;
      const refusal =
        decoded.kind === 'message'
          ? (refuseTime(session, decoded.message.observedAt) ??
            take(session, decoded.message, input))
          : decoded.kind === 'unreadable'
            ? decoded.reason
            : decoded.refusal.reason;
      if (refusal !== undefined) session.quarantine(input, refusal);
    },
  };
}
