import { decodeVolatility } from '#libs/contracts/decoders/decode-volatility.js';
import { causationOf } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { Decoded, VolatilityObservation } from '#libs/domain/inputs/inputs.js';
import { decideVolatility } from '#libs/domain/market/decide-price.js';
import { refuseTime } from './refuse-time.js';

/** How messages of `ccp.volatilities` are decided: kept, or quarantined. */
export const volatilityInput: InputKind<Decoded<VolatilityObservation, never>> = {
  decode: decodeVolatility,
  identityOf: () => undefined,
  fingerprintOf: () => '',
  decide(session, input) {
    const { decoded } = input;
    if (decoded.kind !== 'message') {
      const reason = decoded.kind === 'unreadable' ? decoded.reason : decoded.refusal.reason;
      session.quarantine(input, reason);
      return;
    }
    const badTime = refuseTime(session, decoded.message.observedAt);
    const verdict = decideVolatility(session.house, decoded.message);
    if (badTime !== undefined) session.quarantine(input, badTime);
    else if (!verdict.ok) session.quarantine(input, verdict.error);
    else {
      const { value } = verdict;
      session.decide(() => [value], causationOf(input));
    }
  },
};
