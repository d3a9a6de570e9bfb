import type { DefaultStep } from '#libs/domain/events/default-events.js';
import { type Queryable, LedgerReader, type StoredEvent } from '#libs/ledger/index.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import {
  type ListPage,
  type ListRequest,
  cutPage,
  decodePosition,
  readAtCheckpoint,
} from '../list-page.js';
import type { DefaultContent } from './default-content.js';
import { takeDefaultEvent } from './defaults.projection.js';

/** Every key of each step of a union but one. */
type Without<Step, Key extends PropertyKey> = Step extends unknown ? Omit<Step, Key> : never;

/** A step as the topic has it, and when it was taken. */
export type DefaultStepItem = Without<DefaultStep, 'journal'> & {
  readonly position: number;
  readonly at: string;
};

/** What a settlement cycle did for a default. */
export interface CycleOfDefaultItem {
  readonly cycleId: string;
  readonly position: number;
  readonly currency: string;
  readonly carried: string;
  readonly cuts: readonly { readonly account: string; readonly amount: string }[];
}

/** A default with all its steps, in ledger order. */
export interface DefaultDetail {
  readonly content: DefaultContent;
  readonly steps: readonly DefaultStepItem[];
  readonly cycles: readonly CycleOfDefaultItem[];
}

/**
 * Defaults in the order in which they were proposed.
 * @param until as they stood at this ledger position; now, where left out
 * @throws InvalidCursorError
 */
export async function listDefaults(
  database: Queryable,
  ledgerId: string,
  request: Omit<ListRequest, 'account'>,
  until?: number,
): Promise<ListPage<DefaultContent>> {
  const { rows, position } = await readAtCheckpoint<{ first: number; payload: string }>(
    database,
    'defaults',
    ledgerId,
    `SELECT first_position AS first, payload FROM default_case
     WHERE ledger_id = $1 AND first_position > $2 AND ($3::text IS NULL OR member = $3)
       AND ($4::bigint IS NULL OR first_position <= $4)
     ORDER BY first_position LIMIT $5`,
    [decodePosition(request.cursor), request.member ?? null, until ?? null, request.limit + 1],
  );
  const page = cutPage(
    rows,
    request.limit,
    (row) => [row.first],
    (row) => JSON.parse(row.payload) as DefaultContent,
  );
  if (until === undefined) return { ...page, position };
  const items: DefaultContent[] = [];
  for (const { defaultId } of page.items) {
    const detail = await findDefault(database, ledgerId, defaultId, until);
    if (detail) items.push(detail.content);
  }
  return { ...page, items, position: until };
}

/** One default; undefined where there is none of this id, or was none yet. */
export async function findDefault(
  database: Queryable,
  ledgerId: string,
  defaultId: string,
  until?: number,
): Promise<DefaultDetail | undefined> {
  const { rows } = await database.query<{ position: string }>(
    `SELECT position FROM default_event
     WHERE ledger_id = $1 AND default_id = $2 AND ($3::bigint IS NULL OR position <= $3)`,
    [ledgerId, defaultId, until ?? null],
  );
  const reader = new LedgerReader(database, ledgerId);
  const events = await reader.at(rows.map(({ position }) => Number(position)));
  events.sort((a, b) => a.position - b.position);
  const cases = new Map<string, DefaultContent>();
  for (const event of events) takeDefaultEvent(cases, event);
  const content = cases.get(defaultId);
  if (!content) return undefined;
  return {
    content,
    steps: events.flatMap(stepItem),
    cycles: events.flatMap((event) => cycleItems(event, defaultId)),
  };
}

function stepItem(event: StoredEvent): DefaultStepItem[] {
  if (event.type !== 'DefaultStepTaken') return [];
  const { position, ledgerTimeMs, recordedAtMs } = event;
  const { journal, ...step } = { journal: undefined, ...event.payload };
  void journal;
  return [{ ...step, position, at: formatInstant(ledgerTimeMs ?? recordedAtMs) }];
}

function cycleItems(event: StoredEvent, defaultId: string): CycleOfDefaultItem[] {
  if (event.type !== 'SettlementCycleCompleted') return [];
  const { position } = event;
  const { cycleId, defaults = [] } = event.payload;
  return defaults
    .filter((part) => part.defaultId === defaultId)
    .map(({ currency, carried, cuts }) => ({ cycleId, position, currency, carried, cuts }));
}
