import { decodeVolatility } from '#libs/contracts/decoders/decode-volatility.js';
import { causationOf } from '#libs/decider/input.js';
import { decideVolatility } from '#libs/domain/market/decide-volatility.js';
import { marketDataInput } from './market-data-input.js';

/** How messages of `ccp.volatilities` are decided: accepted, without effect when old, or quarantined. */
export const volatilityInput = marketDataInput(decodeVolatility, (session, observation, input) => {
  let refusal: string | undefined;
  // Inside of the session's decision prices that came before have moved the clock.
  session.decide(() => {
    const nowMs = session.timeIfAccepted(Date.parse(observation.observedAt));
    const verdict = decideVolatility(session.house, observation, nowMs);
    refusal = verdict.ok ? undefined : verdict.error;
    return verdict.ok ? verdict.value : [];
  }, causationOf(input));
  return refusal;
});
