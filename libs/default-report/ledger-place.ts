import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { StoredEvent } from '#libs/ledger/index.js';
import type { LedgerPlace } from './default-record.js';

/** Where an event stands. */
export const placeOf = (event: StoredEvent): LedgerPlace => ({
  position: event.position,
  at: formatInstant(event.ledgerTimeMs ?? event.recordedAtMs),
  recordedAt: formatInstant(event.recordedAtMs),
  hash: event.hash,
});
