import { hash } from 'node:crypto';

/** What the hash of an event covers: the whole row, and through `previousHash` all rows before it. */
export interface HashedRow {
  readonly ledgerId: string;
  readonly position: number;
  readonly streamId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAtMs: number;
  readonly ledgerTimeMs: number | undefined;
  readonly effectiveDate: string | undefined;
  readonly causation: string;
  readonly payloadText: string;
}

/** The hash before the first event. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * SHA-256 over the previous hash and the row, one field a line, the payload last (it is the only
 * field that may hold anything, and JSON text holds no line break).
 * @returns 64 hexadecimal digits
 */
export function hashOf(previousHash: string, row: HashedRow): string {
  return hash(
    'sha256',
    `${previousHash}\n${row.ledgerId}\n${row.position}\n${row.streamId}\n${row.type}\n${row.schemaVersion}\n${row.recordedAtMs}\n${row.ledgerTimeMs ?? ''}\n${row.effectiveDate ?? ''}\n${row.causation}\n${row.payloadText}`,
    'hex',
  );
}
