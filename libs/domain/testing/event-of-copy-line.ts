import type { EventType, RecordedEvent } from '#libs/domain/events/event-catalogue.js';

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };

const unescape = (column: string): string =>
  column.replace(/\\(.)/g, (_, code: string) => ESCAPES[code] ?? code);

const optional = (column: string): string | undefined =>
  column === '\\N' ? undefined : unescape(column);

/**
 * Reads an event back from the line with which it is copied into the ledger, as a reader of the ledger
 * would see it: through JSON.
 */
export function eventOfCopyLine(line: string): RecordedEvent {
  const columns = line.trimEnd().split('\t');
  const at = (i: number): string => columns[i] ?? '';
  const ledgerTime = optional(at(6));
  return {
    position: Number(at(1)),
    streamId: unescape(at(2)),
    type: at(3) as EventType,
    schemaVersion: Number(at(4)),
    recordedAtMs: Number(at(5)),
    ledgerTimeMs: ledgerTime === undefined ? undefined : Number(ledgerTime),
    effectiveDate: optional(at(7)),
    causation: unescape(at(8)),
    payload: JSON.parse(unescape(at(9))) as unknown,
  } as RecordedEvent;
}
