import type { Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { gatedUnderlying } from '#libs/domain/market/feed-terms.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import type { Projection } from '../projection.js';
import { feedAfter, type PriceFeedContent } from './price-feed-content.js';

/** Price feeds, each as it stands. */
export const priceFeedsProjection: Projection = {
  name: 'price-feeds',
  version: 1,
  tables: ['price_feed'],
  async write(database, ledgerId, events) {
    const symbols = new Set(events.flatMap(symbolOf));
    const isReferenceChanged = events.some(({ type }) => type === 'ReferenceDataChanged');
    if (symbols.size === 0 && !isReferenceChanged) return;
    const held = await readFeeds(database, ledgerId, isReferenceChanged ? undefined : symbols);
    const feeds = new Map(held);
    for (const event of events) takeEvent(feeds, event);
    await writeFeeds(database, ledgerId, held, feeds);
  },
};

const symbolOf = ({ type, payload }: RecordedEvent): string[] =>
  type === 'PriceJudged' || type === 'PriceFeedStateChanged' ? [payload.symbol] : [];

function takeEvent(feeds: Map<string, PriceFeedContent>, event: RecordedEvent): void {
  if (event.type === 'ReferenceDataChanged' && feeds.size > 0) {
    // A feed without gates is forgotten; gated again, it starts anew.
    const reference = indexReferenceData(event.payload.document);
    for (const [symbol, { underlying }] of feeds)
      if (gatedUnderlying(reference, symbol)?.id !== underlying) feeds.delete(symbol);
  }
  const [symbol] = symbolOf(event);
  if (symbol === undefined) return;
  const after = feedAfter(feeds.get(symbol), event);
  if (after) feeds.set(symbol, after);
}

async function readFeeds(
  database: Queryable,
  ledgerId: string,
  symbols: ReadonlySet<string> | undefined,
): Promise<ReadonlyMap<string, PriceFeedContent>> {
  const { rows } = await database.query<{ symbol: string; payload: string }>(
    `SELECT symbol, payload FROM price_feed
     WHERE ledger_id = $1 AND ($2::text[] IS NULL OR symbol = ANY ($2))`,
    [ledgerId, symbols === undefined ? null : [...symbols]],
  );
  return new Map(
    rows.map(({ symbol, payload }) => [symbol, JSON.parse(payload) as PriceFeedContent]),
  );
}

async function writeFeeds(
  database: Queryable,
  ledgerId: string,
  before: ReadonlyMap<string, PriceFeedContent>,
  after: ReadonlyMap<string, PriceFeedContent>,
): Promise<void> {
  const gone = [...before.keys()].filter((symbol) => !after.has(symbol));
  if (gone.length > 0)
    await database.query('DELETE FROM price_feed WHERE ledger_id = $1 AND symbol = ANY ($2)', [
      ledgerId,
      gone,
    ]);
  const rows = [...after.values()].filter((feed) => before.get(feed.symbol) !== feed);
  if (rows.length === 0) return;
  await database.query(
    `INSERT INTO price_feed (ledger_id, symbol, underlying, state, payload)
     SELECT $1, f.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS f
     ON CONFLICT (ledger_id, symbol) DO UPDATE SET underlying = excluded.underlying,
       state = excluded.state, payload = excluded.payload`,
    [
      ledgerId,
      rows.map(({ symbol }) => symbol),
      rows.map(({ underlying }) => underlying),
      rows.map(({ state }) => state),
      rows.map((feed) => JSON.stringify(feed)),
    ],
  );
}
