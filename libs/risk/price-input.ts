import { decodePrice } from '#libs/contracts/decoders/decode-price.js';
import { causationOf } from '#libs/decider/input.js';
import { marketDataInput } from './market-data-input.js';
import { takePrice } from './take-price.js';

/** How messages of `ccp.prices` are decided: accepted, without effect when old, or quarantined. */
export const priceInput = marketDataInput(decodePrice, (session, observation, input) =>
  takePrice(session, observation, causationOf(input)),
);
