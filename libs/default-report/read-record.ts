import type { EventType } from '#libs/domain/events/event-catalogue.js';
import { LedgerReader, type Queryable, type StoredEvent } from '#libs/ledger/index.js';
import { CALL_TYPES } from './calls-of-default.js';
import type { DefaultRecord } from './default-record.js';
import { makeRecord } from './make-record.js';

/** Events that a record may be made of. */
const TYPES: readonly EventType[] = [
  ...CALL_TYPES,
  'DefaultProposed',
  'DefaultProposalWithdrawn',
  'DefaultStepTaken',
  'ReferenceDataChanged',
  'SettlementCycleCompleted',
];
const PAGE = 2_000;

/**
 * Reads the record of a default from the ledger and nothing else; undefined where there is none of this id.
 */
export async function readDefaultRecord(
  database: Queryable,
  ledger: string,
  defaultId: string,
): Promise<DefaultRecord | undefined> {
  const reader = new LedgerReader(database, ledger);
  const { position, hash } = await reader.head();
  const events: StoredEvent[] = [];
  const scales = new Map<string, number>();
  for (let after = 0; ;) {
    const page = await reader.ofTypes(TYPES, after, position, PAGE);
    for (const event of page) {
      if (event.type === 'ReferenceDataChanged') takeScales(scales, event);
      else if (isOfUse(event)) events.push(event);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.position;
  }
  const scaleOf = (currency: string): number => scales.get(currency) ?? 0;
  return makeRecord({ ledger, defaultId, events, madeAt: { position, hash }, scaleOf });
}

/** Of cycles only those that did something for a default. */
const isOfUse = (event: StoredEvent): boolean =>
  event.type !== 'SettlementCycleCompleted' || (event.payload.defaults ?? []).length > 0;

function takeScales(scales: Map<string, number>, event: StoredEvent): void {
  if (event.type !== 'ReferenceDataChanged') return;
  for (const [currency, { scale }] of Object.entries(event.payload.document.currencies))
    scales.set(currency, scale);
}
