import type { OfferId, TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { canonicalDecimal } from '#libs/domain/trading/trade-fingerprint.js';

/** The identity of a member's request: (member, instructionId), unique for ever once it is done. */
export const requestKey = ({ member, instructionId }: OfferId): string =>
  `member-instruction/${member}/${instructionId}`;

/** Events of one request, and of the offer that it makes, keep their order among each other. */
export const requestStream = requestKey;

/** What must be equal for a request under the same identity to be the same: all that it says. */
export function requestFingerprint(request: TransferRequest): string {
  return JSON.stringify(request, (name, value: unknown) => {
    if (name === 'quantity' && typeof value === 'string') return canonicalDecimal(value);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
}
