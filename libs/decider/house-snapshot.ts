import { deserialize, serialize } from 'node:v8';
import type { HouseState } from '#libs/domain/house/house-state.js';

/** The state as bytes. What follows from it or was not written is left out. */
export function serializeHouse(house: HouseState): Buffer {
  return serialize({ ...house, attention: { accounts: new Set(), everyone: true } });
}

/** The state as it was; every account is looked at again. */
export function deserializeHouse(bytes: Uint8Array): HouseState {
  return deserialize(bytes) as HouseState;
}
