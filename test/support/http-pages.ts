import { waitUntil } from './wait-until.js';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly position: number;
}

const LIMIT = 200;

/**
 * All items of a list of a back office, page after page.
 * @param query such as `trial=true`; empty for none
 * @param position the ledger position that the list has to have reached
 */
export async function httpPages<Item>(
  http: string,
  list: string,
  query: string,
  position: number,
): Promise<Item[]> {
  const page = async (cursor: string | null): Promise<Page<Item>> => {
    const more = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${http}/v1/ledgers/main/${list}?limit=${LIMIT}&${query}${more}`);
    if (!answer.ok) throw new Error(`${list}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Page<Item>;
  };
  await waitUntil(
    `${list} is true at ${position}`,
    async () => (await page(null)).position >= position,
  );
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const { items: found, nextCursor }: Page<Item> = await page(cursor);
    items.push(...found);
    cursor = nextCursor;
  } while (cursor !== null);
  return items;
}
