import type { Decoded, PriceObservation } from '#libs/domain/inputs/inputs.js';
import {
  OfficialPriceMessage,
  PRICE_VARIANTS,
  PriceObservationMessage,
} from '../messages/in/price.message.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf } from './shape.js';
import { unreadable } from './unreadable.js';

const observation = shapeOf(PriceObservationMessage);
const official = shapeOf(OfficialPriceMessage);

/**
 * Decodes a message of `ccp.prices`. Nobody waits for an answer to a price: whatever is wrong with
 * it makes it unreadable, with the reason for the quarantine.
 */
export function decodePrice(value: Uint8Array | null): Decoded<PriceObservation, never> {
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  if (PRICE_VARIANTS.select(read) === PriceObservationMessage) {
    if (!observation.accepts(read)) return unreadable(observation.refusal(read).reason);
    const { symbol, price, source, observedAt } = read;
    return { kind: 'message', message: { symbol, price, source, observedAt } };
  }
  if (!official.accepts(read)) return unreadable(official.refusal(read).reason);
  const { symbol, price, source, observedAt, type, businessDate } = read;
  return {
    kind: 'message',
    message: { symbol, price, source, observedAt, type, businessDate },
  };
}
