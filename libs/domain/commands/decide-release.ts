import type { HouseState } from '#libs/domain/house/house-state.js';
import { refused, type CommandOutcome } from './command-outcome.js';

interface ReleaseOrder {
  readonly position: number;
  readonly action: 'RESENT' | 'DISCARDED';
  readonly reason: string;
}

/** An operator sends a quarantined message again as it was, or sets it aside for good. */
export function decideRelease(
  house: HouseState,
  { position, action, reason }: ReleaseOrder,
  by: string,
): CommandOutcome {
  const topic = house.quarantined.get(position);
  if (topic === undefined)
    return refused({
      code: 'NOT_IN_QUARANTINE',
      reason: `no message waits in quarantine at position ${position}; it may have been resent or discarded`,
    });
  const payload = { quarantined: position, action, topic, by, reason };
  return {
    outcome: 'DONE',
    result: { position, action, topic },
    events: [{ type: 'QuarantineReleased', streamId: 'quarantine', payload }],
  };
}
