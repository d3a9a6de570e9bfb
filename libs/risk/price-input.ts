import { decodePrice } from '#libs/contracts/decoders/decode-price.js';
import { causationOf } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { Decoded, PriceObservation } from '#libs/domain/inputs/inputs.js';
import { decidePrice } from '#libs/domain/market/decide-price.js';
import { refuseTime } from './refuse-time.js';

/** How messages of `ccp.prices` are decided: accepted, without effect when old, or quarantined. */
export const priceInput: InputKind<Decoded<PriceObservation, never>> = {
  decode: decodePrice,
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
    if (badTime !== undefined) {
      session.quarantine(input, badTime);
      return;
    }
    const verdict = decidePrice(session.house, decoded.message);
    if (!verdict.ok) session.quarantine(input, verdict.error);
    else if (verdict.value.kind === 'observation')
      session.observe(verdict.value.price, causationOf(input));
    else if (verdict.value.kind === 'official') {
      const { event } = verdict.value;
      session.decide(() => [event], causationOf(input));
    }
  },
};
