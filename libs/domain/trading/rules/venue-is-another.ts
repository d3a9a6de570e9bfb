import type { TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { isOwnVenue } from '../own-venues.js';
import type { TradeRefusal } from '../refusal.js';

/** No venue reports trades under a name by which the clearing house books its own. */
export function refuseOwnVenue({ venue }: TradeSubmission): TradeRefusal | undefined {
  if (!isOwnVenue(venue)) return undefined;
  return {
    code: 'INVALID_FIELD',
    field: 'venue',
    reason: `trades of ${venue} are those that the clearing house makes itself; give the venue where it was agreed`,
  };
}
