import { deserialize, serialize } from 'node:v8';
import { everyonesAttention, type HouseState } from '#libs/domain/house/house-state.js';
import { IdentityFilter } from './identity-filter.js';

/** What a snapshot holds. */
export interface SnapshotContent {
  readonly house: HouseState;
  readonly filter: IdentityFilter;
}

/** The state as bytes. What follows from it or was not written is left out. */
export function serializeSnapshot({ house, filter }: SnapshotContent): Buffer {
  return serialize({ house: { ...house, attention: everyonesAttention() }, filter: filter.words });
}

/** The state as it was; every account is looked at again. */
export function deserializeSnapshot(bytes: Uint8Array): SnapshotContent {
  const { house, filter } = deserialize(bytes) as { house: HouseState; filter: Uint32Array };
  return { house, filter: new IdentityFilter(filter) };
}
