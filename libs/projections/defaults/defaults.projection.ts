import type { Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { Projection } from '../projection.js';
import { type DefaultContent, defaultChanges } from './default-content.js';

/** Defaults, each as it stands, and where in the ledger the events of each are. */
export const defaultsProjection: Projection = {
  name: 'defaults',
  version: 1,
  tables: ['default_case', 'default_event'],
  async write(database, ledgerId, events) {
    const changed = new Set(events.flatMap(defaultChanges).map(({ defaultId }) => defaultId));
    if (changed.size === 0) return;
    const cases = await readCases(database, ledgerId, [...changed]);
    const places: { readonly defaultId: string; readonly position: number }[] = [];
    for (const event of events) {
      for (const defaultId of takeDefaultEvent(cases, event))
        places.push({ defaultId, position: event.position });
    }
    await writeCases(database, ledgerId, cases);
    await database.query(
      `INSERT INTO default_event (ledger_id, default_id, position)
       SELECT $1, e.* FROM unnest($2::text[], $3::bigint[]) AS e`,
      [ledgerId, places.map(({ defaultId }) => defaultId), places.map(({ position }) => position)],
    );
  },
};

/** Folds an event into defaults. @returns those that it is about */
export function takeDefaultEvent(
  cases: Map<string, DefaultContent>,
  event: RecordedEvent,
): ReadonlySet<string> {
  const changes = defaultChanges(event);
  for (const { defaultId, after } of changes) {
    const content = after(cases.get(defaultId));
    if (content) cases.set(defaultId, content);
  }
  return new Set(changes.map(({ defaultId }) => defaultId));
}

async function readCases(
  database: Queryable,
  ledgerId: string,
  defaultIds: readonly string[],
): Promise<Map<string, DefaultContent>> {
  const { rows } = await database.query<{ default_id: string; payload: string }>(
    `SELECT default_id, payload FROM default_case
     WHERE ledger_id = $1 AND default_id = ANY ($2::text[])`,
    [ledgerId, defaultIds],
  );
  return new Map(
    rows.map(({ default_id, payload }) => [default_id, JSON.parse(payload) as DefaultContent]),
  );
}

async function writeCases(
  database: Queryable,
  ledgerId: string,
  cases: ReadonlyMap<string, DefaultContent>,
): Promise<void> {
  const rows = [...cases.values()];
  await database.query(
    `INSERT INTO default_case (ledger_id, default_id, member, first_position, payload)
     SELECT $1, d.* FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[]) AS d
     ON CONFLICT (ledger_id, default_id) DO UPDATE SET payload = excluded.payload`,
    [
      ledgerId,
      rows.map(({ defaultId }) => defaultId),
      rows.map(({ member }) => member),
      rows.map(({ firstPosition }) => firstPosition),
      rows.map((row) => JSON.stringify(row)),
    ],
  );
}
