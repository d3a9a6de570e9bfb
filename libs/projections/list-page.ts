import type { Queryable } from '#libs/ledger/index.js';

/** One page of a list, and the ledger position that it is true at. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null when this is the last. */
  readonly nextCursor: string | null;
  readonly position: number;
}

/** What every list may be asked for. Fields that are undefined do not narrow it. */
export interface ListRequest {
  readonly account?: string | undefined;
  readonly member?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A cursor that this list did not give out. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
  constructor() {
    super('cursor is not one that this list gave out; leave it out to start from the beginning');
  }
}

/** Writes the keys of the last entry of a page as an opaque cursor. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** Reads a cursor of `length` keys. @throws InvalidCursorError */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  let keys: unknown;
  try {
    keys = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new InvalidCursorError();
  }
  const isKey = (key: unknown) =>
    (typeof key === 'string' && !key.includes('\0')) || Number.isSafeInteger(key);
  if (!Array.isArray(keys) || keys.length !== length || !keys.every(isKey)) {
    throw new InvalidCursorError();
  }
  return keys as (string | number)[];
}

/** Reads a cursor that is one ledger position; 0 without one. @throws InvalidCursorError */
export function decodePosition(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [position] = decodeCursor(cursor, 1);
  if (typeof position !== 'number') throw new InvalidCursorError();
  return position;
}

/**
 * Cuts what was read, one more than `limit` if there is more, into a page.
 * @param keys of an entry, as the cursor names them
 */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keys: (row: Row) => readonly (string | number)[],
  item: (row: Row) => Item,
): Pick<ListPage<Item>, 'items' | 'nextCursor'> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keys(last)) : null,
  };
}

/**
 * Runs a query on a read model together with its checkpoint, in one statement, so that both are of
 * one moment.
 * @param inner selects the rows; numbers beyond 2^53 as text; `$1` is the ledger
 */
export async function readAtCheckpoint<Row>(
  database: Queryable,
  projection: string,
  ledgerId: string,
  inner: string,
  values: readonly unknown[],
): Promise<{ rows: Row[]; position: number }> {
  const checkpoint = `SELECT position FROM projection_checkpoint
    WHERE ledger_id = $1 AND projection = $${values.length + 2}`;
  const { rows } = await database.query<{ position: string; rows: Row[] }>(
    `SELECT coalesce((${checkpoint}), 0) AS position,
       (SELECT coalesce(json_agg(r), '[]'::json) FROM (${inner}) r) AS rows`,
    [ledgerId, ...values, projection],
  );
  const row = rows[0];
  return { rows: row?.rows ?? [], position: Number(row?.position ?? 0) };
}
