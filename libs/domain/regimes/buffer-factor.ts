import { bufferFactor as factorOf } from '#libs/domain/add-ons/margin-buffer.js';
import type { HouseState } from '#libs/domain/house/house-state.js';

/** Decimals of a factor. */
const DECIMALS = 8;

/**
 * What the measure of a class is multiplied with (margin-model.md d.4a, beta_c): a decimal from 1 to
 * 1 + share, such as "1.25", to the nearest 1e-8; "1" while the buffer is off and before the first
 * business date on which it could be computed.
 */
export function bufferFactor(house: HouseState, underlying: string): string {
  const { buffer } = house.reference?.data.model ?? {};
  const level = house.regimes.buffers.get(underlying);
  if (!buffer?.enabled || !level) return '1';
  const factor = factorOf(level.buffered, level.measure);
  return Math.max(1, Math.min(factor, 1 + Number(buffer.share)))
    .toFixed(DECIMALS)
    .replace(/\.?0+$/, '');
}
