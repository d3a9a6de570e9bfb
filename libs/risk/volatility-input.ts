import { decodeVolatility } from '#libs/contracts/decoders/decode-volatility.js';
import { causationOf } from '#libs/decider/input.js';
import { decideVolatility } from '#libs/domain/market/decide-price.js';
import { marketDataInput } from './market-data-input.js';

/** How messages of `ccp.volatilities` are decided: kept, or quarantined. */
export const volatilityInput = marketDataInput(decodeVolatility, (session, observation, input) => {
  const verdict = decideVolatility(session.house, observation);
  if (!verdict.ok) return verdict.error;
  session.decide(() => [verdict.value], causationOf(input));
  return undefined;
});
