import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { copyText } from './copy-text.js';
import { hashOf } from './hash-chain.js';

/** An event that is numbered, hashed and ready to be written. */
export interface EncodedEvent {
  readonly position: number;
  readonly hash: string;
  /** Its row in Postgres' COPY text format, with the line break. */
  readonly copyLine: string;
}

export interface EventStamp {
  readonly ledgerId: string;
  readonly position: number;
  readonly recordedAtMs: number;
  readonly ledgerTimeMs: number | undefined;
  readonly causation: string;
  readonly schemaVersion: number;
}

/** Encodes an event once: the same text is hashed, stored and later published. */
export function encodeEvent(
  event: NewEvent,
  stamp: EventStamp,
  previousHash: string,
): EncodedEvent {
  const payloadText = JSON.stringify(event.payload);
  const { ledgerId, position, recordedAtMs, ledgerTimeMs, causation, schemaVersion } = stamp;
  const { streamId, type, effectiveDate } = event;
  const hash = hashOf(previousHash, {
    ledgerId,
    position,
    streamId,
    type,
    schemaVersion,
    recordedAtMs,
    ledgerTimeMs,
    effectiveDate,
    causation,
    payloadText,
  });
  const copyLine = `${ledgerId}\t${position}\t${copyText(streamId)}\t${type}\t${schemaVersion}\t${recordedAtMs}\t${ledgerTimeMs ?? '\\N'}\t${effectiveDate ?? '\\N'}\t${copyText(causation)}\t${copyText(payloadText)}\t${hash}\n`;
  return { position, hash, copyLine };
}
