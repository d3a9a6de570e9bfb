import type { OperatorClient, QueryValue } from '#libs/operator-client/operator-client.js';

export interface WholeList<Item> {
  readonly items: Item[];
  readonly position: number;
}

interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly position: number;
}

const PAGE = 1_000;
/** More than this is not for a terminal: the HTTP interface pages. */
const ITEMS_MAX = 100_000;

/** Reads a list page by page. */
export async function readAll<Item>(
  client: OperatorClient,
  path: string,
  query: Readonly<Record<string, QueryValue>>,
): Promise<WholeList<Item>> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = (await client.get(path, { ...query, limit: PAGE, cursor })) as Page<Item>;
    for (const item of page.items) items.push(item);
    if (page.nextCursor === null || items.length >= ITEMS_MAX) {
      return { items, position: page.position };
    }
    cursor = page.nextCursor;
  }
}
