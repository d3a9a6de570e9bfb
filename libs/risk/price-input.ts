import { decodePrice } from '#libs/contracts/decoders/decode-price.js';
import { causationOf } from '#libs/decider/input.js';
import { decidePrice } from '#libs/domain/market/decide-price.js';
import { marketDataInput } from './market-data-input.js';

/** How messages of `ccp.prices` are decided: accepted, without effect when old, or quarantined. */
export const priceInput = marketDataInput(decodePrice, (session, observation, input) => {
  const verdict = decidePrice(session.house, observation);
  if (!verdict.ok) return verdict.error;
  const { value } = verdict;
  if (value.kind === 'observation') session.observe(value.price, causationOf(input));
  else if (value.kind === 'official') session.decide(() => [value.event], causationOf(input));
  return undefined;
});
