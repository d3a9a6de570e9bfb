import { type Queryable, LedgerReader } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { ClientSides } from '#libs/domain/inputs/inputs.js';
import { clientSidesOf } from '#libs/domain/trading/client-side.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import {
  type ListPage,
  type ListRequest,
  cutPage,
  decodePosition,
  readAtCheckpoint,
} from '../list-page.js';
import { PROJECTION_PAGE_MAX } from '../limits.js';
import { tradeChange, type TradeChange, type TradeState } from './trade-history.js';
import { changesOfTrade, EVERY_TRADE } from './trades.projection.js';

/** A novated trade as it stands, with the position at which it became one. */
export interface TradeItem extends ClientSides {
  readonly tradeId: string;
  readonly venue: string;
  readonly position: number;
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
  readonly buyer: string;
  readonly seller: string;
  readonly executedAt: string;
  readonly novatedAt: string;
  readonly state: TradeState;
  /** From its novation on, where something was done to it since. */
  readonly history?: readonly TradeChange[];
}

/** Novated trades in ledger order. @throws InvalidCursorError */
export async function listTrades(
  database: Queryable,
  ledgerId: string,
  request: ListRequest,
): Promise<ListPage<TradeItem>> {
  const after = decodePosition(request.cursor);
  const { account, member, limit } = request;
  const nothing = account !== undefined && member !== undefined && memberOf(account) !== member;
  const { rows, position } = await readAtCheckpoint<{ position: number }>(
    database,
    'trades',
    ledgerId,
    // Pages of one owner do not overlap: as many are opened as hold the trades that are asked for,
    // and one more, since the first may lie before the cursor in part.
    `SELECT p.position FROM (
       SELECT positions,
         sum(cardinality(positions)) OVER (ORDER BY last_position) - cardinality(positions) AS before
       FROM trade_index
       WHERE ledger_id = $1 AND owner = $2 AND last_position > $3
       ORDER BY last_position LIMIT $4
     ) pages CROSS JOIN unnest(pages.positions) AS p (position)
     WHERE pages.before < $4 + ${PROJECTION_PAGE_MAX} AND p.position > $3
     ORDER BY p.position LIMIT $4`,
    [account ?? member ?? EVERY_TRADE, after, nothing ? 0 : limit + 1],
  );
  const page = cutPage(
    rows,
    limit,
    (row) => [row.position],
    (row) => row.position,
  );
  const items = await readTrades(database, ledgerId, page.items);
  return { items, nextCursor: page.nextCursor, position };
}

async function readTrades(
  database: Queryable,
  ledgerId: string,
  positions: readonly number[],
): Promise<TradeItem[]> {
  const changes = await changesOf(database, ledgerId, positions);
  const reader = new LedgerReader(database, ledgerId);
  const events = await reader.at([...positions, ...[...changes.values()].flat()]);
  const byPosition = new Map(events.map((event) => [event.position, event]));
  return [...positions]
    .sort((a, b) => a - b)
    .map((position) => {
      const later = changes.get(position) ?? [];
      return tradeItem(
        found(byPosition, position),
        later.map((each) => found(byPosition, each)),
      );
    });
}

function found(events: ReadonlyMap<number, RecordedEvent>, position: number): RecordedEvent {
  const event = events.get(position);
  invariant(event, () => `the index of trades names ${position}, which is not in the ledger`);
  return event;
}

/** Positions of what was done to trades since, by the position of their novation. */
async function changesOf(
  database: Queryable,
  ledgerId: string,
  novations: readonly number[],
): Promise<Map<number, number[]>> {
  if (novations.length === 0) return new Map();
  const { rows } = await database.query<{ owner: string; positions: string[] }>(
    `SELECT owner, positions FROM trade_index
     WHERE ledger_id = $1 AND owner = ANY($2::text[]) ORDER BY owner, last_position`,
    [ledgerId, novations.map(changesOfTrade)],
  );
  const changes = new Map<number, number[]>();
  for (const { owner, positions } of rows) {
    const novation = Number(owner.slice(1));
    changes.set(novation, [...(changes.get(novation) ?? []), ...positions.map(Number)]);
  }
  return changes;
}

function tradeItem(event: RecordedEvent, later: readonly RecordedEvent[]): TradeItem {
  invariant(
    event.type === 'TradeNovated',
    () => `the index of trades names ${event.position}, which is ${event.type}`,
  );
  const { tradeId, venue, instrument, buyer, seller, executedAt } = event.payload;
  const history = [event, ...later].flatMap((each) => tradeChange(each) ?? []);
  const { state, quantity, price } = history.at(-1) ?? { state: 'NOVATED', ...event.payload };
  return {
    tradeId,
    venue,
    position: event.position,
    instrument,
    quantity,
    price,
    buyer,
    seller,
    ...clientSidesOf(event.payload),
    executedAt,
    novatedAt: formatInstant(event.ledgerTimeMs ?? event.recordedAtMs),
    state,
    ...(history.length > 1 ? { history } : {}),
  };
}
