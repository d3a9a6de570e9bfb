import type { Decoded, VolatilityObservation } from '#libs/domain/inputs/inputs.js';
import {
  VOLATILITY_VARIANTS,
  VolatilityLevelMessage,
  VolatilitySmileMessage,
} from '../messages/in/volatility.message.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf } from './shape.js';
import { unreadable } from './unreadable.js';

const level = shapeOf(VolatilityLevelMessage);
const smile = shapeOf(VolatilitySmileMessage);

/** Decodes a message of `ccp.volatilities`; what is wrong with it goes to quarantine. */
export function decodeVolatility(value: Uint8Array | null): Decoded<VolatilityObservation, never> {
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  if (VOLATILITY_VARIANTS.select(read) === VolatilityLevelMessage) {
    if (!level.accepts(read)) return unreadable(level.refusal(read).reason);
    const { underlying, source, observedAt, volatility, tenorDays } = read;
    return { kind: 'message', message: { underlying, source, observedAt, volatility, tenorDays } };
  }
  if (!smile.accepts(read)) return unreadable(smile.refusal(read).reason);
  const { underlying, source, observedAt, expiry } = read;
  const nodes = read.nodes.map(({ logMoneyness, volatility }) => ({ logMoneyness, volatility }));
  return { kind: 'message', message: { underlying, source, observedAt, expiry, nodes } };
}
