import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { StoredEvent } from '#libs/ledger/index.js';

/** An event as HTTP shows it. */
export function eventItem(event: StoredEvent): Record<string, unknown> {
  const { position, streamId, type, schemaVersion, causation, payload, hash } = event;
  return {
    position,
    streamId,
    type,
    schemaVersion,
    recordedAt: formatInstant(event.recordedAtMs),
    ledgerTime: event.ledgerTimeMs === undefined ? null : formatInstant(event.ledgerTimeMs),
    effectiveDate: event.effectiveDate ?? null,
    causation,
    payload,
    hash,
  };
}
