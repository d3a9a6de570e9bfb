import type { HouseState } from '#libs/domain/house/house-state.js';
import { refused, type CommandOutcome } from './command-outcome.js';

interface ReleaseOrder {
  readonly position: number;
  readonly action: 'RESENT' | 'DISCARDED';
  readonly reason: string;
}

/** Of what came by these topics only the place is kept, since nobody may read it. */
const SEALED_TOPIC = /\.auction-bids\.[^/]+$/;

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
  if (action === 'RESENT' && SEALED_TOPIC.test(topic))
    return refused({
      code: 'NOT_KEPT',
      reason:
        'nothing of a bid is kept that could be sent again: its member sends it anew, and this one is discarded',
    });
  const payload = { quarantined: position, action, topic, by, reason };
  return {
    outcome: 'DONE',
    result: { position, action, topic },
    events: [{ type: 'QuarantineReleased', streamId: 'quarantine', payload }],
  };
}
